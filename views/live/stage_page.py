"""The stage as a page: all scenes in one document, so that the next one is there at once; and what the stage is told every second."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from views.event_data import Evening
from views.live import stage_compare, stage_live, stage_map, stage_pyramid
from views.live.stage_parts import Drawn, gap, section
from views.svg import Markup, join, tag
from workshop import events
from workshop.records import Scene

LIVE: Final = frozenset({"frage", "ideen", "abstimmung"})
MISSING: Final = "Zu dieser Szene fehlt noch der Inhalt. Bitte im Ablauf wählen, was gezeigt werden soll."
KEYS: Final = (
    ("→ ↓ Leertaste Bild↓", "weiter"),
    ("← ↑ Bild↑", "zurück"),
    ("B oder Punkt", "Bild schwarz"),
    ("T", "Zeit starten und anhalten"),
    ("F", "ganzer Bildschirm"),
    ("Pos1 und Ende", "erste und letzte Szene"),
    ("H oder ?", "diese Hilfe"),
)


def drawn(evening: Evening, scene: Scene) -> Drawn:
    """Draw one scene, without its message."""
    if scene.sort in LIVE:
        return stage_live.draw(evening, scene)
    return _still(scene.sort, json.dumps(scene.detail, sort_keys=True)) or Drawn()


@lru_cache(maxsize=200)
def _still(sort: str, detail: str) -> Drawn | None:
    """Draw a scene from the figures; these do not change while the app runs."""
    content: Mapping[str, Any] = json.loads(detail)
    if sort == "karte":
        map_content = stage_map.Content.of(dict(content))
        return stage_map.draw(map_content) if map_content else Drawn(gap(MISSING))
    if sort == "pyramide":
        ages = stage_pyramid.content(dict(content))
        return stage_pyramid.draw(*ages) if ages else Drawn(gap(MISSING))
    if sort == "vergleich":
        compared = stage_compare.content(dict(content))
        return stage_compare.draw(*compared) if compared else Drawn(gap(MISSING), wide=True)
    return None


def scene_html(evening: Evening, scene: Scene) -> Markup:
    """Write one scene of the agenda."""
    place = evening.number(scene.id), len(evening.scenes)
    return section(scene.id, scene.sort, scene.message, scene.text, drawn(evening, scene), place)


def scenes_html(evening: Evening, only: str = "") -> Markup:
    """Write all scenes, or only one of them for its preview."""
    return join(scene_html(evening, scene) for scene in evening.scenes if only in ("", scene.id))


def agenda_mark(evening: Evening) -> str:
    """Give a mark that changes when the agenda changes, so that a stage knows to load it anew."""
    still = [
        (s.id, s.sort, s.message, s.text, {k: v for k, v in s.detail.items() if k != events.SHOWN_AT})
        for s in evening.scenes
    ]
    return hashlib.sha256(json.dumps(still, sort_keys=True).encode()).hexdigest()[:12]


def body(evening: Evening, *, steers: bool, only: str = "") -> str:
    """Write the body of the stage; ``only`` makes a preview of one scene, which neither follows nor steers."""
    state: dict[str, Any] = {
        "event": evening.event.id, "steers": steers, "preview": only, "agenda": agenda_mark(evening),
        "scenes": [[s.id, round((s.minutes or 0) * 60), s.sort in LIVE] for s in evening.scenes],
    } | stage_state(evening)  # fmt: skip
    empty = tag(
        "section", tag("div", tag("h1", evening.event.title, dir="auto"), tag("p", "Gleich geht es los."), class_="side"),
        class_="scene bare", id="s-", data_scene="",
    )  # fmt: skip
    badge = tag("p", "Übung – erfunden", class_="exercise") if evening.event.exercise else Markup("")
    help_rows = [tag("tr", tag("th", key, scope="row"), tag("td", words)) for key, words in KEYS]
    parts = [
        tag("main", empty if not only else Markup(""), scenes_html(evening, only), id="scenes"),
        badge,
        tag("p", id="timer", role="timer", hidden=""),
        tag("p", id="notice", role="status", hidden=""),
        tag("div", id="black", hidden=""),
        tag("div", tag("h2", "Tasten"), tag("table", *help_rows), tag("p", id="who"), id="help", hidden=""),
        tag("data", id="state", value=json.dumps(state)),
    ]
    return join(parts)


def stage_state(evening: Evening) -> dict[str, Any]:
    """Give what is on stage now; times are told as seconds from now, because clocks differ."""
    now = evening.stage
    running = now.timer_ends_at is not None
    left = (now.timer_ends_at - datetime.now(UTC)).total_seconds() if now.timer_ends_at else now.timer_left
    return {
        "scene": now.scene_id if evening.current else "",
        "black": now.black,
        "number": now.number,
        "left": left,
        "runs": running,
    }


def news(evening: Evening, seen_scene: str, seen_mark: str) -> dict[str, Any]:
    """Give what a stage asks for every second: where we are, and the living scene in view if it looks different now."""
    found = stage_state(evening) | {"agenda": agenda_mark(evening)}
    scene = evening.scene(seen_scene)
    if scene is None or scene.sort not in LIVE:
        return found
    markup = scene_html(evening, scene)
    mark = hashlib.sha256(markup.encode()).hexdigest()[:12]
    return found | ({"live": markup, "mark": mark} if mark != seen_mark else {})
