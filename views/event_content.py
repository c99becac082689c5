"""The pickers for what a scene shows: indicator, region, places, question, fields, voting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators.regions import LEVEL_NAMES
from views import filterbar, resources
from views.event_data import Evening
from views.event_words import label, short
from views.live.stage_compare import MOST_PLACES
from views.live.stage_map import MOST_PLACES as MOST_OUTLINED
from views.state import benchmark_labels, indicator_labels, region_labels
from workshop import events
from workshop.records import Scene

ABOUT: Final = {
    "ideen": "Ideen von heute",
    "aussagen": "Aussagen der SWOT",
    "felder": "Handlungsfelder",
    "antworten": "eigene Antworten",
}
VIEWS: Final = {False: "ganzer Landkreis", True: "nahe am Gebiet"}
LEVELS: Final = (Level.GEMEINDE, Level.AMT, Level.PLANUNGSREGION)


def ask(evening: Evening, scene: Scene) -> dict[str, Any]:
    """Draw the pickers of a scene's kind and give its content."""
    kept = {events.SHOWN_AT: scene.detail[events.SHOWN_AT]} if events.SHOWN_AT in scene.detail else {}
    return PICKERS[scene.sort](evening, scene) | kept if scene.sort in PICKERS else kept


def _indicator(scene: Scene) -> str:
    labels = indicator_labels(resources.catalogue())
    ids = list(labels.values())
    wanted = str(scene.detail.get("indicator_id") or filterbar.DEFAULT_INDICATOR)
    at = ids.index(wanted) if wanted in ids else 0
    return labels[st.selectbox("Indikator", list(labels), index=at, key=f"sz_ind_{scene.id}")]


def _region(scene: Scene, words: str, wanted: str, labels: Mapping[str, str], key: str) -> str:
    ids = list(labels.values())
    at = ids.index(wanted) if wanted in ids else 0
    return labels[st.selectbox(words, list(labels), index=at, key=f"sz_{key}_{scene.id}")]


def _places(scene: Scene, words: str, wanted: Sequence[Any], most: int, key: str) -> list[str]:
    labels = region_labels(resources.evaluator().regions)
    names = {region: label for label, region in labels.items()}
    chosen = st.multiselect(
        words, list(labels), default=[names[str(r)] for r in wanted if str(r) in names][:most], max_selections=most,
        key=f"sz_{key}_{scene.id}", placeholder="Orte wählen",
    )  # fmt: skip
    return [labels[name] for name in chosen]


def _map(evening: Evening, scene: Scene) -> dict[str, Any]:
    regions, detail = resources.evaluator().regions, scene.detail
    indicator = _indicator(scene)
    labels = region_labels(regions)
    left, right = st.columns([2, 1])
    with left:
        region = _region(
            scene, "Gebiet, um das es geht", str(detail.get("region_id") or evening.event.region_id), labels, "geb"
        )
    allowed = resources.catalogue()[indicator].levels
    names = {LEVEL_NAMES[level][1]: str(level) for level in LEVELS if not allowed or level in allowed} or {
        "Gemeinden": str(Level.GEMEINDE)
    }
    levels = list(names.values())
    at = levels.index(str(detail.get("level"))) if detail.get("level") in levels else 0
    level = names[right.selectbox("Ebene", list(names), index=at, key=f"sz_ebene_{scene.id}")]
    near = region != regions.county and _near(scene)
    places = _places(
        scene, f"Außerdem umranden (bis {MOST_OUTLINED})", detail.get("place_ids", ()), MOST_OUTLINED, "orte"
    )
    return {"indicator_id": indicator, "region_id": region, "level": level, "place_ids": places, "near": near}


def _near(scene: Scene) -> bool:
    """Choose how much of the county is in sight; a new scene comes near."""
    chosen = st.segmented_control(
        "Ausschnitt", list(VIEWS), default=bool(scene.detail.get("near", not scene.detail)), format_func=VIEWS.__getitem__,
        key=f"sz_nah_{scene.id}", required=True,
    )  # fmt: skip
    return bool(chosen)


def _pyramid(evening: Evening, scene: Scene) -> dict[str, Any]:
    regions, detail = resources.evaluator().regions, scene.detail
    region = _region(
        scene, "Gebiet", str(detail.get("region_id") or evening.event.region_id), region_labels(regions), "geb"
    )
    other = _region(
        scene,
        "Vergleich",
        str(detail.get("benchmark_id") or regions.county),
        benchmark_labels(regions, region),
        f"mit_{region}",
    )
    return {"region_id": region, "benchmark_id": other}


def _compare(evening: Evening, scene: Scene) -> dict[str, Any]:
    wanted = scene.detail.get("region_ids") or [evening.event.region_id]
    indicator = _indicator(scene)
    return {
        "indicator_id": indicator,
        "region_ids": _places(scene, f"Orte (bis {MOST_PLACES})", wanted, MOST_PLACES, "orte"),
    }


def _question(_: Evening, scene: Scene) -> dict[str, Any]:
    typed = st.text_area(
        "Antworten zum Ankreuzen (je Zeile eine; leer lassen für freie Antworten)", "\n".join(events.options_of(scene)),
        key=f"sz_antw_{scene.id}", height=130, placeholder="Bus und Bahn\nEin Ort zum Treffen",
    )  # fmt: skip
    options = _lines(typed)
    return {"options": options} | (_covered(scene) if options else {})


def _ideas(evening: Evening, scene: Scene) -> dict[str, Any]:
    names = {one.id: one.title for one in evening.fields}
    if not names:
        st.html(
            '<p class="kp-sub">Es gibt noch keine Handlungsfelder. Ideen kommen dann ohne Feld; Handlungsfelder entstehen im Werkstattplan.</p>'
        )
        return {"field_ids": [str(name) for name in scene.detail.get("field_ids", ())]}
    chosen = st.pills(
        "Handlungsfelder zur Auswahl", list(names), default=[f for f in scene.detail.get("field_ids", ()) if f in names],
        format_func=lambda name: label(names[name], 60), selection_mode="multi", key=f"sz_felder_{scene.id}",
    )  # fmt: skip
    return {"field_ids": list(chosen)}


def _voting(evening: Evening, scene: Scene) -> dict[str, Any]:
    detail = scene.detail
    about = st.segmented_control(
        "Worüber", list(ABOUT), default=detail.get("about") if detail.get("about") in ABOUT else "ideen",
        format_func=ABOUT.__getitem__, key=f"sz_worueber_{scene.id}", required=True,
    )  # fmt: skip
    options = _targets(evening, scene, str(about))
    given = detail.get("dots")
    dots = st.select_slider(
        "Punkte je Person", list(range(1, 11)), value=min(max(int(given), 1), 10) if isinstance(given, int | float) else 3, key=f"sz_punkte_{scene.id}"
    )  # fmt: skip
    return {"about": str(about), "options": options, "dots": int(dots)} | _covered(scene)


def _covered(scene: Scene) -> dict[str, Any]:
    words = "Ergebnis verdeckt, bis die Moderation es zeigt"
    return {events.COVERED: st.checkbox(words, bool(scene.detail.get(events.COVERED)), key=f"sz_verdeckt_{scene.id}")}


def _targets(evening: Evening, scene: Scene, about: str) -> list[str]:
    """Choose what can get dots; an empty choice means all there is."""
    kept = events.options_of(scene) if scene.detail.get("about") == about else []
    if about == "antworten":
        own = [text for text in kept if text]
        return _lines(
            st.text_area("Antworten (je Zeile eine)", "\n".join(own), key=f"sz_eigene_{scene.id}", height=130)
        )
    known = {
        "ideen": {idea.id: idea.text for idea in evening.shown_ideas},
        "felder": {one.id: one.title for one in evening.fields},
        "aussagen": {one.id: one.title for one in evening.statements},
    }[about]
    chosen = st.multiselect(
        "Nur diese (leer: alle)", list(known), default=[name for name in kept if name in known],
        format_func=lambda name: short(known[name], 80), key=f"sz_ziele_{about}_{scene.id}", placeholder="alle",
    )  # fmt: skip
    return list(chosen)


def _lines(typed: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:300] for line in typed.splitlines() if line.strip()))[:12]


PICKERS: Final[Mapping[str, Callable[[Evening, Scene], dict[str, Any]]]] = {
    "karte": _map,
    "pyramide": _pyramid,
    "vergleich": _compare,
    "frage": _question,
    "ideen": _ideas,
    "abstimmung": _voting,
}
