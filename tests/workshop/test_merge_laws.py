"""Whatever two sides wrote: merged both ways they are the same, nothing is lost, and what both changed was shown."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshop.test_merge import COUNTY, HALL, bring, everything, plan_of
from workshop.records import Measure, Step
from workshop.store import Store

SHARED = 3
TITLES = st.sampled_from(["Bank", "Bus", "Chor", "\ud83d\ude00"])
#: Which record, which attribute, which value; "aside" moves into the archive and out of it.
EDITS = st.tuples(
    st.integers(0, SHARED - 1),
    st.one_of(
        st.tuples(st.just("title"), TITLES),
        st.tuples(st.just("budget"), st.sampled_from([None, 1.0, 2.0])),
        st.tuples(st.just("bands"), st.sampled_from([(), ("65-",), ("65-", "0-17")])),
        st.tuples(st.just("links"), st.sampled_from([(), ({"kind": "address", "ref": "x"},)])),
        st.tuples(st.just("aside"), st.none()),
        st.tuples(st.just("new"), TITLES),
    ),
)
ROUNDS = st.lists(
    st.tuples(st.lists(EDITS, max_size=5), st.lists(EDITS, max_size=5), st.booleans()), min_size=1, max_size=2
)


def edit(store: Store, writer, edits) -> set[str]:
    """Write; give the ids of the shared records that were truly changed."""
    changed = set()
    for number, (name, value) in edits:
        with store.writing(writer) as desk:
            measure = desk.find(Measure, archived=True, funding_note="shared")[number]
            if name == "new":
                desk.add(Step(measure_id=measure.id, title=value))
            elif name == "aside":
                move = desk.restore if measure.archived else desk.archive
                changed.add(move(Measure, measure.id, measure.version).id)
            elif desk.change(Measure, measure.id, measure.version, {name: value}).version > measure.version:
                changed.add(measure.id)
    return changed


def check_shown(plan, here: set[str], there: set[str]) -> None:
    """Records changed on both sides are conflicts, those of one side are not."""
    assert {c.key[1] for c in plan.conflicts} == here & there
    assert {record_id for kind, record_id in plan.advanced if kind == "measure"} == there - here
    assert {record_id for kind, record_id in plan.behind if kind == "measure"} == here - there


def check_kept(plan, decisions, merged: Store) -> None:
    """What one side alone changed is there, and of the conflicts what was decided."""
    with merged.reading() as reader:
        for key in plan.advanced:
            assert reader.get(type(plan.content.records[key]), key[1]) == plan.content.records[key]
        for conflict in plan.conflicts:
            after = reader.get(Measure, conflict.key[1])
            for d in conflict.differences:
                side = conflict.ours if decisions[conflict.key][d.name] == "ours" else conflict.theirs
                assert getattr(after, d.name) == getattr(side, d.name)
        rows = {row.id for row in reader.history()}
    assert {row.id for side in plan.content.history.values() for row in side} <= rows


@settings(max_examples=12)
@given(ROUNDS, st.data())
def test_two_sides_come_together(sqlite_template, fast_folder, rounds, data):
    with tempfile.TemporaryDirectory(dir=fast_folder) as folder:
        paths = [Path(folder) / name for name in ("county", "hall")]
        county, hall = (Store.open(str(shutil.copyfile(sqlite_template, path))) for path in paths)
        with county.writing(COUNTY) as desk:
            for _ in range(SHARED):
                desk.add(Measure(title="Anfang", funding_note="shared"))
        bring(hall, county)
        for here, there, forward in rounds:
            one, other = (county, hall) if forward else (hall, county)
            changed = edit(one, COUNTY, here), edit(other, HALL, there)
            plan = plan_of(one, other)
            check_shown(plan, *changed)
            decisions = {
                c.key: {d.name: data.draw(st.sampled_from(["ours", "theirs"])) for d in c.differences}
                for c in plan.conflicts
            }
            before = everything(one)[1].keys() | everything(other)[1].keys()
            bring(one, other, decisions)
            check_kept(plan, decisions, one)
            bring(other, one)
            assert everything(one) == everything(other)
            assert before <= everything(one)[1].keys()
            assert plan_of(one, other).nothing_new and plan_of(other, one).nothing_new
        county.close()
        hall.close()
