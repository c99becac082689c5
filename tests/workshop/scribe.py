"""A process that writes and writes until it is killed; what was confirmed stands in a file that survives it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from workshop.desk import Desk
from workshop.errors import StoreError
from workshop.records import Measure, Record, Step
from workshop.roles import Role, Writer
from workshop.store import Store

HEAD = Writer("h", "Amt", Role.VERWALTUNG)
PATIENCE = 60


def pair(desk: Desk, measure: Measure | None, dice: random.Random) -> list[Record]:
    """Write a measure and its step in one transaction; both carry the same mark."""
    mark = str(uuid.uuid4())
    if measure is None:
        made = desk.add(Measure(title="Mitfahrbank", status_note=mark))
        return [made, desk.add(Step(measure_id=made.id, title=mark))]
    step = desk.find(Step, archived=True, measure_id=measure.id)[0]
    if dice.random() < 0.2:
        move = desk.restore if measure.archived else desk.archive
        measure = move(Measure, measure.id, measure.version)
    values = {"status_note": mark, "progress": dice.randrange(100), "links": ({"mark": mark},)}
    changed = desk.change(Measure, measure.id, measure.version, values)
    return [changed, desk.change(Step, step.id, step.version, {"title": mark})]


def write(address: str, confirmed: Path, seed: int) -> None:
    """Write until killed, noting each commit after it was confirmed."""
    dice, store = random.Random(seed), Store.open(address)  # noqa: S311 - chance, no secret
    note = os.open(confirmed, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with store.reading() as reader:
        known = [measure.id for measure in reader.find(Measure, archived=True)]
    while True:
        again = dice.choice(known) if known and dice.random() < 0.6 else ""
        try:
            with store.writing(HEAD) as desk:
                done = pair(desk, desk.get(Measure, again) if again else None, dice)
        except StoreError:  # the server was killed; nothing is confirmed
            return
        os.write(note, (json.dumps([[r.KIND, r.id, r.version] for r in done]) + "\n").encode())
        known += [] if again else [done[0].id]


def serve() -> None:
    """Start a scribe for each line, told by its process id, and tell how it ended; all is loaded, so it starts at once."""
    for line in sys.stdin:
        address, confirmed, seed = json.loads(line)
        child = os.fork()
        if child == 0:
            write(address, Path(confirmed), seed)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


class Scribes:
    """Scribes, one after another."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", __name__]
        self.server = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2])
        self.child = 0

    def start(self, address: str, confirmed: Path, seed: int) -> None:
        """Let a scribe begin."""
        assert self.server.stdin and self.server.stdout
        print(json.dumps([address, str(confirmed), seed]), file=self.server.stdin, flush=True)
        self.child = int(self.server.stdout.readline())

    def wait_for(self, confirmed: Path, count: int) -> None:
        """Wait until so many commits are confirmed."""
        end, seen = time.monotonic() + PATIENCE, 0
        confirmed.touch()
        with confirmed.open("rb") as note:
            while (seen := seen + note.read().count(b"\n")) < count:
                os.kill(self.child, 0)  # fails where it ended by itself
                assert time.monotonic() < end, "the scribe does not write"
                time.sleep(0.005)

    def kill(self) -> int:
        """Kill the scribe; give its exit code."""
        os.kill(self.child, signal.SIGKILL)
        return self.ended()

    def ended(self) -> int:
        """Wait until the scribe has ended; give its exit code."""
        assert self.server.stdout
        return int(self.server.stdout.readline())

    def close(self) -> None:
        """Let the server end."""
        self.server.communicate(timeout=PATIENCE)


def lines(confirmed: Path) -> list[list[list]]:
    """Give what was confirmed so far; a line cut off by the kill was not."""
    text = confirmed.read_text() if confirmed.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


if __name__ == "__main__":
    serve()
