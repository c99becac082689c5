"""The agenda editor: scenes in order, one of them open to be changed, and how the room will see it."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import streamlit as st

from data.schema import Level
from views import event_scene, event_suggest, event_words, filterbar, resources, saving, signed_in, workshop_data
from views.event_data import Evening
from workshop import events
from workshop.records import SCENE_KINDS, Scene

CHOSEN: Final = "_szene_offen"
SIGNS: Final = {
    "karte": ":material/map:",
    "pyramide": ":material/group:",
    "vergleich": ":material/bar_chart:",
    "frage": ":material/help:",
    "ideen": ":material/lightbulb:",
    "abstimmung": ":material/how_to_vote:",
    "notiz": ":material/notes:",
}


def show(evening: Evening) -> None:
    """Draw the agenda, and the open scene beside it."""
    writes = signed_in.may("scene", "change")
    left, right = st.columns([2, 3], gap="large")
    chosen = _chosen(evening)
    with left:
        st.html(f'<h2 class="kp-h2">Ablauf</h2><p class="kp-sub">{escape(_sum(evening))}</p>')
        with st.container(key="ablauf", gap="xsmall"):
            for at, scene in enumerate(evening.scenes):
                _row(evening, scene, at, writes=writes, is_open=scene == chosen)
        if writes:
            _add(evening)
            _archived(evening)
    with right:
        if chosen is not None:
            event_scene.show(evening, chosen, writes=writes)
        elif writes:
            st.html('<p class="kp-say">Noch steht keine Szene im Ablauf. Am schnellsten geht es mit dem Vorschlag.</p>')


def _sum(evening: Evening) -> str:
    if not evening.scenes:
        return "Noch leer."
    return f"{event_words.count(len(evening.scenes), 'Szene', 'Szenen')}, {event_words.minutes(evening.scenes)}"


def _chosen(evening: Evening) -> Scene | None:
    wanted = st.session_state.get(CHOSEN, "")
    return evening.scene(wanted) or next(iter(evening.scenes), None)


def open_scene(scene_id: str) -> None:
    """Open a scene to be changed."""
    st.session_state[CHOSEN] = scene_id


def _row(evening: Evening, scene: Scene, at: int, *, writes: bool, is_open: bool) -> None:
    time = f" · {scene.minutes:g} min" if scene.minutes is not None else ""
    with st.container(horizontal=True, key=f"szene_{scene.id}", vertical_alignment="center", gap="small"):
        st.button(
            f"**{at + 1}** {event_words.label(scene.message, 60)} :gray[{event_words.kind(scene)}{time}]", key=f"sz_auf_{scene.id}",
            type="primary" if is_open else "secondary", icon=SIGNS[scene.sort], on_click=open_scene, args=(scene.id,), width="stretch", wrap=True,
        )  # fmt: skip
        if writes:
            moves = ((-1, "↑", "nach oben", at == 0), (1, "↓", "nach unten", at == len(evening.scenes) - 1))
            for by, sign, words, off in moves:
                st.button(
                    sign,
                    key=f"sz_{by}_{scene.id}",
                    help=f"Szene {at + 1} {words}",
                    disabled=off,
                    on_click=_move,
                    args=(scene.id, by),
                )


def _move(scene_id: str, by: int) -> None:
    open_scene(scene_id)
    saving.save(lambda desk: events.move(desk, scene_id, by), "")


def _add(evening: Evening) -> None:
    with st.container(horizontal=True):
        if not evening.scenes:
            st.button(
                "Ablauf vorschlagen",
                type="primary",
                icon=":material/auto_awesome_motion:",
                key="ablauf_vorschlag",
                on_click=_template,
                args=(evening,),
            )
        with st.popover("Szene hinzufügen", icon=":material/add:"):
            for sort, words in SCENE_KINDS.items():
                st.button(
                    words, key=f"neue_{sort}", icon=SIGNS[sort], on_click=_new, args=(evening, sort), width="stretch"
                )


def _archived(evening: Evening) -> None:
    """Bring scenes back that were put aside."""
    old = [s for s in workshop_data.all_of(Scene, archived=True) if s.archived and s.event_id == evening.event.id]
    if not old:
        return
    with st.expander(f"Szenen im Archiv ({len(old)})", icon=":material/inventory_2:"):
        for scene in old:
            words = f"{event_words.label(scene.message, 60)} – zurückholen"
            st.button(words, key=f"sz_zurueck_{scene.id}", on_click=_restore, args=(scene,), type="tertiary", wrap=True)


def _restore(scene: Scene) -> None:
    if saving.save(lambda desk: desk.restore(Scene, scene.id, scene.version), "Die Szene ist wieder da."):
        open_scene(scene.id)


def _template(evening: Evening) -> None:
    """Fill an empty agenda with a usual evening, each picture with the first sentence its figures carry."""
    event = evening.event
    known = resources.evaluator().regions.exists(event.region_id)
    pictures = event_suggest.pictures(event.region_id) if known else {}
    scenes = events.template(event, event_suggest.where(event), pictures, [one.id for one in evening.fields][:8])
    made = saving.save(lambda desk: events.add_agenda(desk, scenes), "Der Ablauf steht. Bitte durchsehen und anpassen.")
    if made:
        open_scene(made[0].id)


def _new(evening: Evening, sort: str) -> None:
    detail = start_of(evening, sort)
    found = event_suggest.messages(sort, detail)
    scene = Scene(
        event_id=evening.event.id, sort=sort, message=found[0] if found else "Neue Szene", minutes=10, detail=detail,
        exercise=evening.event.exercise,
    )  # fmt: skip
    made = saving.save(lambda desk: events.add_scene(desk, scene), "")
    if made:
        open_scene(made.id)


def start_of(evening: Evening, sort: str) -> dict[str, Any]:
    """Give what a new scene shows before anybody has chosen."""
    regions, region = resources.evaluator().regions, evening.event.region_id
    region = region if regions.exists(region) else regions.county
    starts: dict[str, dict[str, Any]] = {
        "karte": {"indicator_id": filterbar.DEFAULT_INDICATOR, "region_id": region, "level": str(Level.GEMEINDE)},
        "pyramide": {"region_id": region, "benchmark_id": regions.county},
        "vergleich": {
            "indicator_id": filterbar.DEFAULT_INDICATOR,
            "region_ids": [region, *event_suggest.largest(region)],
        },
        "frage": {"options": []},
        "ideen": {"field_ids": [one.id for one in evening.fields][:8]},
        "abstimmung": {"about": "ideen", "options": [], "dots": 3, events.COVERED: True},
    }
    return starts.get(sort, {})
