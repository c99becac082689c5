"""Leading an evening: what is on stage and what comes next, black, timer, phones – apart from what the room sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Final

import streamlit as st

from views import (
    block,
    event_counts,
    event_data,
    event_incoming,
    event_made,
    event_scene,
    event_ways,
    event_words,
    paper_entry,
    qr,
    saving,
    signed_in,
)
from views.event_data import Evening
from workshop import events, stage
from workshop.desk import Desk
from workshop.records import Event, Scene

EVERY: Final = 2.0
USUAL_MINUTES: Final = 5


def show(evening: Evening) -> None:
    """Draw the host's page."""
    event, leads = evening.event, signed_in.may("scene")
    if not leads:
        signed_in.hint("Sie lesen mit. Den Abend leitet die Moderation.")
    left, right = st.columns([5, 4], gap="large")
    with left:
        if leads:
            _begin(event)
        _controls(event.id, leads)
        event_counts.live(event.id, leads)
        _jump(evening, leads=leads)
    with right:
        event_incoming.live(event.id, leads)
    if leads:
        with st.expander("Karten aus Papier eingeben", icon=":material/edit_note:"):
            paper_entry.show(event)
        event_made.show(evening)
        _end(event)


def _do(work: Callable[[Desk], object], done: str = "") -> None:
    saving.save(work, done)


def _begin(event: Event) -> None:
    if event.state != events.PREPARED:
        return
    with st.container(key="beginn", border=True):
        st.html('<p class="kp-say">Bis zum Beginn ist alles nur Probe: Telefone können noch nichts einreichen.</p>')
        st.button(
            "Werkstatt beginnen", type="primary", icon=":material/play_arrow:", key="werkstatt_beginnen", on_click=_do,
            args=(lambda desk: events.begin(desk, event.id), "Los geht’s. Telefone können jetzt mitmachen."),
        )  # fmt: skip


# -- the controls ------------------------------------------------------------------------------------------------------


@st.fragment(run_every=EVERY)
def _controls(event_id: str, leads: bool) -> None:
    """Draw stage, next scene and the large buttons; follows when somebody steers on the stage itself."""
    evening = event_data.evening(event_id)
    if evening is None:
        return
    st.html(_now_html(evening))
    if not leads:
        return
    back, forth = evening.beside(-1), evening.beside(1)
    with st.container(key="steuern", horizontal=True):
        _step("Zurück", back, evening, ":material/arrow_back:", primary=False)
        _step(
            "Weiter" if evening.current else "Erste Szene zeigen",
            forth,
            evening,
            ":material/arrow_forward:",
            primary=True,
        )
    with st.container(key="licht", horizontal=True):
        black = evening.stage.black
        st.button(
            "Bild wieder zeigen" if black else "Schwarz", icon=":material/visibility:" if black else ":material/visibility_off:", key="schwarz",
            type="primary" if black else "secondary", on_click=_do, args=(lambda desk: stage.blacken(desk, event_id, black=not black),),
        )  # fmt: skip
        _timer(evening)


def _step(words: str, scene: Scene | None, evening: Evening, icon: str, *, primary: bool) -> None:
    scene_id, event_id = scene.id if scene else "", evening.event.id
    st.button(
        words, key=f"schritt_{primary}", icon=icon, type="primary" if primary else "secondary", disabled=scene is None, width="stretch",
        on_click=_do, args=(lambda desk: events.present(desk, event_id, scene_id),),
    )  # fmt: skip


def _now_html(evening: Evening) -> str:
    """Say what the room sees and what comes next."""
    now, following = evening.current, evening.beside(1)
    place = (
        f"{evening.number(now.id)} von {len(evening.scenes)}"
        if now
        else f"{event_words.count(len(evening.scenes), 'Szene', 'Szenen')} vorbereitet"
    )
    seen = escape(event_words.short(now.message, 160)) if now else "noch nichts"
    dark = '<p class="kp-warn">Die Leinwand ist schwarz.</p>' if evening.stage.black else ""
    after = (
        f"{event_words.kind(following)}: {event_words.short(following.message, 120)}" if following else "nichts mehr"
    )
    kind = f"{escape(event_words.kind(now))} · " if now else ""
    return (
        f'<div class="kp-now"><p class="kp-sub">Auf der Leinwand · {kind}{escape(place)}</p><p class="kp-nowmsg" dir="auto">{seen}</p>{dark}{_timer_html(evening)}'
        f'<p class="kp-next" dir="auto"><span>Danach</span> {escape(after)}</p></div>'
    )


def left_seconds(now: stage.Stage) -> float | None:
    """Give the seconds left of a timer, running or held; negative beyond its end."""
    if now.timer_ends_at is not None:
        return (now.timer_ends_at - datetime.now(UTC)).total_seconds()
    return now.timer_left


def _timer_html(evening: Evening) -> str:
    left = left_seconds(evening.stage)
    if left is None:
        return ""
    held = "" if evening.stage.timer_ends_at else " (angehalten)"
    if left < 0:
        over = int(-left // 60)
        words = "Die Zeit ist um" if over < 1 else f"{'Eine Minute' if over == 1 else f'{over} Minuten'} über der Zeit"
        return f'<p class="kp-warn">{words}{held}</p>'
    return f'<p class="kp-time">{int(left // 60)}:{int(left % 60):02d}{held}</p>'


def _timer(evening: Evening) -> None:
    event_id, left = evening.event.id, left_seconds(evening.stage)
    running = evening.stage.timer_ends_at is not None
    scene = evening.current
    minutes = (scene.minutes if scene else None) or USUAL_MINUTES
    if running:
        st.button(
            "Zeit anhalten",
            icon=":material/pause:",
            key="zeit_halt",
            on_click=_do,
            args=(lambda desk: stage.hold_timer(desk, event_id),),
        )
    else:
        words, seconds = (f"Zeit: {minutes:g} min", minutes * 60) if left is None else ("Zeit läuft weiter", left)
        st.button(
            words,
            icon=":material/timer:",
            key="zeit_start",
            on_click=_do,
            args=(lambda desk: stage.start_timer(desk, event_id, seconds),),
        )
    if left is not None:
        st.button(
            "Zeit weg",
            key="zeit_weg",
            type="tertiary",
            on_click=_do,
            args=(lambda desk: stage.stop_timer(desk, event_id),),
        )


def _jump(evening: Evening, *, leads: bool) -> None:
    """Let the host go to any scene, see what the room sees, and how phones join."""
    event = evening.event
    with st.expander("Alle Szenen", icon=":material/list:"), st.container(gap=None):
        for at, scene in enumerate(evening.scenes, 1):
            words = f"{at} {event_words.label(scene.message, 70)} :gray[{event_words.kind(scene)}]"
            if leads:
                work = (lambda scene_id: lambda desk: events.present(desk, event.id, scene_id))(scene.id)
                st.button(words, key=f"sprung_{scene.id}", type="tertiary", on_click=_do, args=(work,), wrap=True)
            else:
                st.html(f'<p class="kp-say" dir="auto">{at} {escape(event_words.short(scene.message, 120))}</p>')
    with st.expander("Das sieht der Saal", icon=":material/slideshow:"):
        block.show(event_scene.framed(event_ways.stage_address(event, folgt="ja"), "Die Bühne, klein"), "vorschau_saal")
    _joining(evening)


def _joining(evening: Evening) -> None:
    event = evening.event
    with st.expander(
        f"Mitmachen mit dem Telefon: Code {event_words.label(event.code, 20)}", icon=":material/qr_code_2:"
    ):
        if not qr.phones_can_reach():
            st.html(
                '<p class="kp-hint" role="note">Telefone erreichen dieses Gerät noch nicht: Es antwortet nur sich selbst. Wie man es für den Saal '
                "freigibt, steht in der Anleitung. Bis dahin helfen Karten aus Papier.</p>"
            )
            return
        address = qr.join_address(event.code)
        left, right = st.columns([1, 2])
        with left, st.container(key="qrcode"):
            st.image(qr.qr_svg(address, label="Zum Mitmachen"), width="stretch")
        right.html(
            f'<p class="kp-say">Adresse zum Eintippen:</p><p class="kp-join">{escape(qr.spoken_address(address))}</p>'
        )


def _end(event: Event) -> None:
    if event.state != events.RUNNING:
        return
    with st.popover("Werkstatt beenden", icon=":material/stop_circle:"):
        st.html('<p class="kp-say">Danach nimmt kein Telefon mehr etwas an. Alles bleibt gespeichert.</p>')
        st.button(
            "Ja, beenden und zum Protokoll", type="primary", key="werkstatt_ende", on_click=_finish, args=(event,)
        )


def _finish(event: Event) -> None:
    """End the evening before the page is drawn anew: a run that is cut short by the next look at the store loses no click."""
    if saving.save(lambda desk: events.finish(desk, event.id), "Die Werkstatt ist beendet.") is not None:
        event_ways.open_event(event.id, event_ways.RECORD)
