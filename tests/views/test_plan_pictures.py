"""The pictures of the plan: they contain what they must, run no text of people, and keep their names apart."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pandas as pd
import pytest

from views import (
    plan_data,
    plan_gantt,
    plan_map,
    plan_matrix,
    plan_matrix_data,
    plan_network,
    plan_network_layout,
    resources,
    svg,
)
from views.plan_data import Plan
from views.plan_matrix_data import AGE_REGION, AGES, FIELD_REGION
from workshop import plan_questions
from workshop.plan_questions import Need
from workshop.records import ActionField, Actor, Goal, Measure, Step

TODAY = date(2026, 11, 18)
HOSTILE = '<script>alert(1)</script> ${alert(1)} "><img src=x onerror=alert(2)>'
LONG = "Ä" * 10_000


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.fixture
def make(monkeypatch):
    """Makes a plan of the records given."""

    def made(measures, *, actors=(), steps=(), fields=(), goals=()) -> Plan:
        known = {a.id: a for a in actors}
        monkeypatch.setattr(plan_data, "actor_name", lambda key: known[key].name if key in known else "")
        return Plan(
            {f.id: f for f in fields}, {g.id: g for g in goals}, {m.id: m for m in measures}, list(steps), known
        )

    return made


@pytest.fixture
def hostile(make) -> Plan:
    """A plan with hostile, endless, reversed and empty-looking text everywhere."""
    texts = (HOSTILE, LONG, "\u202everkehrt\x00", "مرحبا 👍")
    fields = [ActionField(id=f"f{i}", title=text) for i, text in enumerate(texts)]
    goals = [Goal(id=f"g{i}", field_id=f"f{i}", title=text) for i, text in enumerate(texts)]
    actors = [Actor(id=f"a{i}", name=text) for i, text in enumerate(texts)]
    measures = [
        Measure(
            id=f"m{i}", title=text, goal_id=f"g{i}", status=status, responsible_id=f"a{i}", partner_ids=("a0",), exercise=True,
            starts_on=day(-400), ends_on=day(-30), region_ids=("?",), bands=("x-y",),
        )
        for i, (text, status) in enumerate(zip(texts, ("laeuft", "stockt", "geplant", "idee"), strict=True))
    ]  # fmt: skip
    measures.append(Measure(id="far", title="weit", starts_on=date(1, 1, 1), ends_on=date(9999, 12, 31)))
    return make(
        measures,
        actors=actors,
        fields=fields,
        goals=goals,
        steps=[Step(id="s", measure_id="m0", title=HOSTILE, due_on=day(-9))],
    )


def drawn(plan: Plan) -> dict[str, str]:
    """Everything the four pictures write."""
    measures = list(plan.measures.values())
    loads = plan_questions.loads(plan.actors.values(), measures)
    needs = [Need("?", "10-17", "f0", HOSTILE)]
    regions = resources.evaluator().regions
    made = plan_matrix_data.matrix(plan, measures, FIELD_REGION, needs)
    key = (made.rows.keys[0], made.columns.keys[0])
    found = plan_map.count(measures, regions.municipalities, plan_data.members())
    return {
        "gantt": plan_gantt.gantt_svg(plan, measures, TODAY),
        "gantt list": plan_gantt.phone_html(plan, measures, TODAY) + plan_gantt.undated_html(plan, measures),
        "network": plan_network.network_svg(plan, measures, loads, "a0"),
        "network list": plan_network.phone_html(plan, loads, "a0") + plan_network.alone_html(plan, measures, loads),
        "matrix": plan_matrix.matrix_html(made, measures, key) + plan_matrix.cell_html(plan, made, key),
        "lists": plan_matrix.lists_html(plan, measures, TODAY),
        "map list": plan_map.list_html(plan, found, regions, regions.level(regions.municipalities[0]), ""),
    }


def test_no_text_of_people_runs_or_breaks_the_drawing(hostile):
    for name, markup in drawn(hostile).items():
        assert "<script" not in markup, name
        assert "<img" not in markup, name
        assert "\u202e" not in markup, name
        assert "\x00" not in markup, name
        assert len(markup) < 60_000, name
        ET.fromstring(f"<div>{re.sub(r'<style>.*?</style>', '', markup)}</div>")  # noqa: S314 - our own markup


def test_tables_carry_text_as_text_and_every_measure(hostile):
    measures = list(hostile.measures.values())
    loads = plan_questions.loads(hostile.actors.values(), measures)
    made = plan_matrix_data.matrix(hostile, measures, AGE_REGION)
    assert len(plan_gantt.table(hostile, measures, TODAY)) == len(measures)
    assert len(plan_network.table(hostile, loads)) == len(loads)
    assert isinstance(plan_matrix.table(made), pd.DataFrame)


def test_the_plan_over_time_says_in_words_what_is_late(make):
    plan = make(
        [
            Measure(id="a", title="Bus", status="laeuft", starts_on=day(-100), ends_on=day(-20)),
            Measure(id="b", title="Haus", status="idee"),
            Measure(id="c", title="Fertiges", status="fertig", starts_on=day(-100), ends_on=day(-20)),
        ],
        steps=[Step(id="1", measure_id="a", title="Fahrplan", due_on=day(-3)), Step(id="2", measure_id="a", title="Fest", due_on=day(-9), done=True)],
    )  # fmt: skip
    measures = list(plan.measures.values())
    picture = plan_gantt.gantt_svg(plan, measures, TODAY)
    assert plan_gantt.finding(plan, measures, TODAY) == "Eine Maßnahme sollte schon fertig sein"
    assert picture.count("überfällig seit 20 Tagen") == 1
    assert "überfällig: Fahrplan" in picture
    assert "heute" in picture
    assert "Haus" not in picture
    assert "Haus" in plan_gantt.undated_html(plan, measures)
    assert picture.count("?massnahme=") == 2


def test_sixty_measures_and_forty_actors_keep_their_names_apart(make):
    fields = [ActionField(id=f"f{i}", title=f"Handlungsfeld {i}", position=i) for i in range(6)]
    actors = [Actor(id=f"a{i}", name=f"Verein {i}") for i in range(40)]
    measures = [
        Measure(
            id=f"m{i}", title=f"Maßnahme {i}", field_id=f"f{i % 6}", responsible_id=f"a{i * 7 % 40}" if i % 10 else "",
            partner_ids=(f"a{i * 3 % 40}", f"a{i % 5}") if i % 10 else (),
        )
        for i in range(60)
    ]  # fmt: skip
    plan = make(measures, actors=actors, fields=fields)
    loads = plan_questions.loads(actors, measures)
    placed = plan_network_layout.layout(plan, measures, loads)
    assert placed == plan_network_layout.layout(plan, measures, loads)
    assert len(placed.measures) == 54
    heights = {load.actor.id: plan_network_layout.pill_height(load.count) for load in loads}
    actors_at = sorted((y, heights[key] / 2) for key, y in placed.actors.items())
    assert all(low + half <= high - other for (low, half), (high, other) in itertools.pairwise(actors_at))
    for side in placed.sides:
        at = [placed.measures[e.id] for e in side if isinstance(e, Measure)]
        assert all(after - before >= plan_network_layout.LINE for before, after in itertools.pairwise(at))
    assert max(y + half for y, half in actors_at) <= placed.height
    alone = plan_network.alone_html(plan, measures, loads)
    assert all(f"Maßnahme {i}</a>" in alone for i in range(0, 60, 10))


def test_the_matrix_names_the_white_row_and_counts_people_as_published(make):
    regions = plan_matrix_data.region_axis()[0].keys
    county = resources.evaluator().regions.county
    measures = [
        Measure(id="k", title="Kinder", status="laeuft", region_ids=regions, bands=("0-17",)),
        Measure(id="a", title="Ältere", status="laeuft", region_ids=(county,), bands=("30-64", "65-")),
        Measure(id="i", title="Idee", status="idee", region_ids=(county,), bands=("18-29",)),
    ]
    plan = make(measures)
    made = plan_matrix_data.matrix(plan, measures, AGE_REGION, [Need(county, "18-29", "", "gehen weg")])
    assert plan_matrix.finding(made) == "Für 18- bis 29-Jährige läuft nirgends etwas"
    markup = plan_matrix.matrix_html(made, measures, None)
    assert markup.count('class="white needed"') == len(regions)
    assert markup.count("<small>1 kreisweit</small>") == 2 * len(regions)
    whole = sum(made.people.counts[age, region] for age in AGES for region in regions)
    assert whole == pytest.approx(213_473)  # inhabitants of the county on 31.12.2015
    assert "31.12.2015" in markup
    assert svg.tag("b", "keine") in markup


def test_a_measure_of_a_larger_region_is_counted_there_and_nowhere_else():
    members = {"k": frozenset("ab"), "a": frozenset("a"), "b": frozenset("b")}
    one, both = Measure(id="1", region_ids=("a",)), Measure(id="2", region_ids=("a", "b"))
    wide, none = Measure(id="3", region_ids=("k",)), Measure(id="4")
    found = plan_map.count([one, both, wide, none], ["a", "b"], members)
    assert found.here == {"a": (one, both), "b": (both,)}
    assert found.wider == {"k": (wide,)}
    assert found.placeless == (none,)


def test_the_map_says_the_numbers_in_its_names_and_legend():
    regions = resources.evaluator().regions
    towns = regions.municipalities
    level = regions.level(towns[0])
    measures = [Measure(id=str(i), region_ids=(towns[0],)) for i in range(3)] + [
        Measure(id="x", region_ids=(towns[1],))
    ]
    found = plan_map.count(measures, towns, plan_data.members())
    payload = plan_map.named(resources.geometry(level), found)
    made = plan_map.describe(found, payload, regions, level, "")
    assert [(row.label, row.count) for row in made.legend] == [
        ("keine", len(towns) - 2),
        ("1", 1),
        ("2", 0),
        ("3 und mehr", 1),
    ]
    assert {payload.names[at] for at in made.label_order} == {
        f"{regions.name(towns[0])}: 3",
        f"{regions.name(towns[1])}: 1",
    }
    assert plan_map.finding(found, regions, level).startswith(f"2 von {len(towns)} Gemeinden haben Maßnahmen")
