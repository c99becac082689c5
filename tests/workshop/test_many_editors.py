"""Twenty people change the same measure at the same time: everybody's word is there afterwards."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from workshop import replay
from workshop.errors import OutdatedError
from workshop.records import Measure
from workshop.roles import Role, Writer
from workshop.store import Store

EDITORS, TIMES = 20, 3


def edit(store: Store, number: int, measure: Measure, start: threading.Barrier) -> int:
    """Add a word to the description several times, looking again whenever somebody was faster; count how often that was."""
    writer, missed = Writer(f"p{number}", f"Person {number}", Role.MITWIRKENDE), 0
    start.wait()
    for turn in range(TIMES):
        while True:
            words = f"{measure.description} {number}.{turn}"
            try:
                with store.writing(writer) as desk:
                    measure = desk.change(Measure, measure.id, measure.version, {"description": words})
                break
            except OutdatedError as error:
                measure, missed = error.current, missed + 1
                assert error.since[-1].version == measure.version
                assert error.since[-1].changes["description"][1] == measure.description
                assert error.wanted == {"description": words}
    return missed


def test_no_update_is_lost(any_store):
    with any_store.writing(Writer("h", "Amt", Role.VERWALTUNG)) as desk:
        measure = desk.add(Measure(title="Mitfahrbank"))
    start = threading.Barrier(EDITORS)
    with ThreadPoolExecutor(EDITORS) as pool:
        missed = list(pool.map(lambda number: edit(any_store, number, measure, start), range(EDITORS)))
    assert sum(missed) >= EDITORS - 1  # they did meet
    with any_store.reading() as reader:
        after = reader.get(Measure, measure.id)
        said = after.description.split()
        assert sorted(said) == sorted(f"{number}.{turn}" for number in range(EDITORS) for turn in range(TIMES))
        assert after.version == 1 + EDITORS * TIMES
        assert replay.check(reader) == []
        assert [row.version for row in reader.history()] == list(range(1, after.version + 1))


def test_one_state_is_read_while_others_write(any_store):
    head = Writer("h", "Amt", Role.VERWALTUNG)
    with any_store.writing(head) as desk:
        measure = desk.add(Measure(title="vorher"))
    with any_store.reading() as reader:
        assert reader.get(Measure, measure.id).title == "vorher"
        with any_store.writing(head) as desk:
            desk.change(Measure, measure.id, 1, {"title": "nachher"})
        assert reader.get(Measure, measure.id).title == "vorher"
        assert len(reader.history()) == 1
    with any_store.reading() as reader:
        assert reader.get(Measure, measure.id).title == "nachher"


def test_many_processes_open_the_same_new_store(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Store.open(str(tmp_path / "neu.sqlite")), range(8)))
    assert len({store.store_id for store in opened}) == 1
    for store in opened:
        store.close()


def test_many_open_the_same_new_database(databases):
    address = databases.address(databases.empty())
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: Store.open(address), range(6)))
    assert len({store.store_id for store in opened}) == 1
    for store in opened:
        store.close()
