"""One scene: its content, its one message with suggestions from the figures, and the picture the room will see."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import streamlit as st

from views import block, event_content, event_suggest, event_ways, event_words, saving, signed_in
from views.event_data import Evening
from workshop.records import Scene

LONG_MESSAGE: Final = 80


def show(evening: Evening, scene: Scene, *, writes: bool) -> None:
    """Draw the open scene."""
    number = evening.number(scene.id)
    st.html(f'<h2 class="kp-h2">Szene {number}: {escape(event_words.kind(scene))}</h2>')
    preview(evening, scene)
    if writes:
        _edit(evening, scene)


def preview(evening: Evening, scene: Scene) -> None:
    """Show a scene as the room will see it, small."""
    address = event_ways.stage_address(evening.event, szene=scene.id, stand=str(scene.version))
    block.show(framed(address, "Vorschau der Szene"), "vorschau_szene")


def framed(address: str, title: str) -> str:
    """Write a small window onto the stage; the keyboard passes it by."""
    return f'<iframe class="kp-preview" src="{escape(address)}" title="{escape(title)}" tabindex="-1"></iframe>'


def _edit(evening: Evening, scene: Scene) -> None:
    detail = event_content.ask(evening, scene)
    key = f"sz_botschaft_{scene.id}_{scene.version}"
    message = st.text_input("Die eine Botschaft", scene.message, key=key, max_chars=400)
    if len(message) > LONG_MESSAGE:
        st.html(
            f'<p class="kp-sub">{len(message)} Zeichen. Aus sechs Metern liest sich eine Botschaft bis etwa {LONG_MESSAGE} Zeichen am besten.</p>'
        )
    _suggest(scene, detail, message, key)
    text = st.text_area(
        "Text darunter (leer: die Zahlen sprechen)",
        scene.text,
        key=f"sz_text_{scene.id}_{scene.version}",
        height=90,
        max_chars=4000,
    )
    minutes = st.number_input(
        "Minuten (leer: offen)", 0, 240, None if scene.minutes is None else int(scene.minutes), 5, key=f"sz_min_{scene.id}_{scene.version}", width=200
    )  # fmt: skip
    values: dict[str, Any] = {"message": message, "text": text, "minutes": minutes, "detail": detail}
    changed = any(_lean(getattr(scene, name)) != _lean(value) for name, value in values.items())
    with st.container(horizontal=True):
        st.button(
            "Speichern", type="primary", icon=":material/save:", key=f"sz_speichern_{scene.id}", on_click=_save, args=(scene, values), disabled=not changed
        )  # fmt: skip
        st.button(
            "Ins Archiv", icon=":material/inventory_2:", key=f"sz_archiv_{scene.id}", on_click=_archive, args=(scene,)
        )
    if changed:
        st.html('<p class="kp-hint" role="note">Noch nicht gespeichert. Die Vorschau zeigt den alten Stand.</p>')


def _lean(value: Any) -> Any:
    """Give a value for comparing: what a scene never said is the same as what is left empty."""
    return {name: one for name, one in value.items() if one} if isinstance(value, dict) else value


def _suggest(scene: Scene, detail: dict[str, Any], message: str, key: str) -> None:
    found = [text for text in event_suggest.messages(scene.sort, detail) if text != message]
    if not found:
        return
    title = "Das sagen die Zahlen" if scene.sort in event_suggest.SPEAKERS else "Bewährte Sätze"
    with st.container(key="vorschlaege", gap="small"):
        st.html(f'<p class="kp-sub">{title} – ein Klick übernimmt den Satz:</p>')
        for at, text in enumerate(found):
            st.button(
                event_words.label(text, 200), key=f"sz_vor_{scene.id}_{at}", on_click=_take, args=(key, text), icon=":material/add_comment:",
                type="tertiary", wrap=True,
            )  # fmt: skip


def _take(key: str, text: str) -> None:
    st.session_state[key] = text


def _save(scene: Scene, values: dict[str, Any]) -> None:
    if signed_in.may("scene", "change"):
        saving.save(lambda desk: desk.change(Scene, scene.id, scene.version, values))


def _archive(scene: Scene) -> None:
    saving.save(lambda desk: desk.archive(Scene, scene.id, scene.version), "Die Szene liegt im Archiv.")
