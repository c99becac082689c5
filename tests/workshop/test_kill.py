"""Killed at any moment: nothing that was confirmed is lost, and nothing half is left."""

from __future__ import annotations

import random
import time

import pytest
import sqlalchemy as sa

from tests.workshop import scribe
from tests.workshop.conftest import GIVEN_SERVER
from workshop import replay
from workshop.records import KINDS, Measure, Step
from workshop.store import Store

WRITES = 1_000
DICE = random.Random(20260522)  # noqa: S311 - chance, no secret


@pytest.fixture(scope="module")
def scribes():
    """Whoever writes here is killed."""
    made = scribe.Scribes()
    yield made
    made.close()


def write_and_kill(scribes, address, confirmed, until, rounds):
    """Let scribes write until so many commits are confirmed, killing them at random moments."""
    start = len(scribe.lines(confirmed))
    goals = [*sorted(DICE.sample(range(start + 1, until), rounds - 1)), until]
    for goal in goals:
        scribes.start(address, confirmed, DICE.randrange(10**9))
        scribes.wait_for(confirmed, goal)
        time.sleep(DICE.uniform(0, 0.012))  # anywhere within the next transactions
        assert scribes.kill() == -9


def check(store: Store, confirmed) -> None:
    """Hold the store against what was confirmed."""
    with store.reading() as reader:
        assert replay.check(reader) == []
        rows = {(row.kind, row.record_id, row.version) for row in reader.history()}
        promised = {tuple(entry) for line in scribe.lines(confirmed) for entry in line}
        assert promised - rows == set()
        for kind in KINDS.values():
            for record in reader.find(kind, archived=True):
                assert record.version == sum(row[:2] == (kind.KIND, record.id) for row in rows)
        steps = {step.measure_id: step.title for step in reader.find(Step, archived=True)}
        assert {m.id: m.status_note for m in reader.find(Measure, archived=True)} == steps
        assert (
            reader.pulse()
            == max(row.number for row in reader.history())
            == len(reader.history()) / 2 - archived(reader)
        )


def archived(reader) -> float:
    """Count the commits that left a third row: those that moved a measure into the archive or out of it."""
    return sum(row.action in {"archive", "restore"} for row in reader.history()) / 2


def test_sqlite_survives_kill_9(scribes, new_address, fast_folder):
    address, confirmed = new_address("sqlite"), fast_folder / "confirmed-sqlite"
    write_and_kill(scribes, address, confirmed, WRITES, 8)
    store = Store.open(address)
    check(store, confirmed)
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA integrity_check")).scalar_one() == "ok"
    store.close()


def test_postgresql_survives_kill_9_of_writers_and_of_itself(scribes, new_address, fast_folder, request):
    address, confirmed = new_address("postgresql"), fast_folder / "confirmed-postgresql"
    write_and_kill(scribes, address, confirmed, WRITES // 2, 4)
    store = Store.open(address)
    if not GIVEN_SERVER:
        server = request.getfixturevalue("postgres_server")
        scribes.start(address, confirmed, DICE.randrange(10**9))
        scribes.wait_for(confirmed, WRITES // 2 + 60)
        server.kill()
        assert scribes.ended() == 0  # it was told that nothing is confirmed
        server.restart()
    write_and_kill(scribes, address, confirmed, WRITES, 4)
    check(store, confirmed)
    if not GIVEN_SERVER:
        server.check(address)
    store.close()
