"""An evening for the tests of stage, host page and record: every kind of scene, hostile texts, ideas, dots, answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.schema import Level
from views import resources
from workshop import events
from workshop.records import INVITED, ActionField, Answer, Event, Idea, Participant, Scene, Vote
from workshop.roles import Role, Writer
from workshop.store import Store

HOST = Writer("host", "Frau Probe", Role.MODERATION)
HOSTILE = '<img src=x onerror=alert(1)>"${a}\0\u202e'
LONG = "sehr lang " * 1000


def places() -> dict[str, str]:
    """The regions of the tests by what they are: a town, a village too small to judge, the county, a planning region."""
    regions = resources.evaluator().regions
    by_name = {regions.name(r): r for r in regions.municipalities}
    return {
        "town": by_name["Güstrow"],
        "village": by_name["Penzin"],
        "county": regions.county,
        "region": regions.at_level(Level.PLANUNGSREGION)[2],
    }


@dataclass
class Prepared:
    """A running evening in a store."""

    store: Store
    event: Event = field(init=False)
    scenes: dict[str, Scene] = field(init=False)
    ideas: list[Idea] = field(init=False)

    def __post_init__(self) -> None:
        with self.store.writing(HOST) as desk:
            where = places()
            one = desk.add(ActionField(title=f"Mobilität {HOSTILE}", position=1))
            self.event = events.prepare(
                desk,
                Event(
                    title=f"Werkstatt {HOSTILE}", region_id=where["region"], held_on=date(2026, 5, 12), starts_at="18:00",
                    place="=Gnoien", invited=(INVITED[0], "@Feuerwehr"), languages=("de",),
                ),
            )  # fmt: skip
            made = events.add_agenda(desk, [self._scene(sort, detail) for sort, detail in contents(where, one.id)])
            self.scenes = {scene.text.removesuffix("!"): scene for scene in made}
            self.event = events.begin(desk, self.event.id)
            people = [desk.add(Participant(event_id=self.event.id, token_hash=f"geheim{n}")) for n in range(3)]
            texts = ((HOSTILE, "gezeigt"), ("=1+1", "neu"), (LONG, "gezeigt"), ("versteckt", "verborgen"))
            self.ideas = [
                desk.add(
                    Idea(
                        event_id=self.event.id,
                        scene_id=self.scenes["ideen"].id,
                        text=t,
                        state=s,
                        field_id=one.id,
                        participant_id=people[0].id,
                    )
                )
                for t, s in texts
            ]
            for person, option in zip(people, ("Bus", "Bus", "Arzt"), strict=True):
                own: dict[str, Any] = {"event_id": self.event.id, "participant_id": person.id}
                desk.add(Answer(scene_id=self.scenes["frage"].id, choice=option, **own))
                desk.add(
                    Answer(
                        scene_id=self.scenes["offen"].id,
                        text=f"weil {option}",
                        state="neu" if option == "Arzt" else "gezeigt",
                        **own,
                    )
                )
                desk.add(Vote(scene_id=self.scenes["abstimmung"].id, target_id=self.ideas[0].id, dots=2, **own))

    def _scene(self, name: str, detail: dict[str, Any]) -> Scene:
        sort = {"offen": "frage", "verdeckt": "abstimmung", "dorf": "karte", "fehlt": "karte"}.get(name, name)
        return Scene(
            event_id=self.event.id,
            sort=sort,
            message=f"Botschaft {name} {HOSTILE}",
            text=f"{name}!",
            minutes=5,
            detail=detail,
        )


def contents(where: dict[str, str], field_id: str) -> list[tuple[str, dict[str, Any]]]:
    """One content for every kind of scene, and some that are special."""
    return [
        ("notiz", {}),
        (
            "karte",
            {
                "indicator_id": "anteil_67",
                "region_id": where["county"],
                "level": "gemeinde",
                "place_ids": [where["town"]],
            },
        ),
        ("dorf", {"indicator_id": "anteil_67", "region_id": where["village"], "level": "gemeinde"}),
        ("fehlt", {"indicator_id": "unbekannt", "region_id": "nirgends"}),
        ("pyramide", {"region_id": where["village"], "benchmark_id": where["county"]}),
        ("vergleich", {"indicator_id": "anteil_67", "region_ids": [where["town"], where["village"], where["region"]]}),
        ("frage", {"options": ["Bus", "Arzt", "Laden"]}),
        ("offen", {"options": []}),
        ("ideen", {"field_ids": [field_id]}),
        ("abstimmung", {"about": "ideen", "options": [], "dots": 3}),
        ("verdeckt", {"about": "felder", "options": [], "dots": 1, events.COVERED: True}),
    ]
