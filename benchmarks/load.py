"""Many people at once, without browsers: sessions that change the selectbox, think, and change it again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any, Final
from urllib.parse import urlsplit

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.subjects import Subject
from tests.browser.server import Server

ANSWER_LIMIT: Final = 60.0
#: How many runs long a browser keeps a message (Streamlit's ``global.maxCachedMessageAge``).
KEPT_RUNS: Final = 2
RESTARTED: Final = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Tally:
    """What all sessions together saw."""

    seconds: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


class CountingConnection(ClientConnection):
    """A web socket that counts the bytes on the wire, compressed as they are for a browser."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count, then go on as usual."""
        self.received += len(data)
        super().data_received(data)


@dataclass
class Person:
    """One session: a web socket, the page's selectbox with its options, and the messages kept as a browser keeps them."""

    socket: CountingConnection
    subject: Subject
    box: str = ""
    options: list[str] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)
    runs: int = 0

    async def rerun(self, option: str | None = None) -> float:
        """Ask for the page, with another option chosen if given; return the seconds until the run had ended."""
        message = BackMsg()
        message.rerun_script.page_name = self.subject.path
        message.rerun_script.cached_message_hashes.extend(self.kept)
        if option is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.box, option
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), ANSWER_LIMIT)
        took = time.perf_counter() - begun
        self._forget()
        return took

    async def _finished(self) -> None:
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await self.socket.recv(decode=False))
            kind = answer.WhichOneof("type")
            if kind == "ref_hash" or answer.metadata.cacheable:
                self.kept[answer.ref_hash or answer.hash] = self.runs
            if kind == "delta":
                self._look_for_the_box(answer.delta)
            elif kind == "script_finished" and answer.script_finished != RESTARTED:
                if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError(f"the page ended with {answer.script_finished}")
                return

    def _forget(self) -> None:
        self.runs += 1
        self.kept = {name: run for name, run in self.kept.items() if self.runs - run <= KEPT_RUNS}

    def _look_for_the_box(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == "selectbox":
            found = delta.new_element.selectbox
            if found.label == self.subject.label:
                self.box, self.options = found.id, list(found.options)


@asynccontextmanager
async def present(server: Server, subject: Subject) -> AsyncIterator[Person]:
    """Come in: open the page and find its selectbox."""
    address = f"ws://{urlsplit(server.url).netloc}/_stcore/stream"
    protocol = [Subprotocol("streamlit")]
    async with connect(address, max_size=None, subprotocols=protocol, create_connection=CountingConnection) as socket:
        if not isinstance(socket, CountingConnection):
            raise TypeError("the connection does not count")
        person = Person(socket, subject)
        await person.rerun()
        if not person.options:
            raise RuntimeError(f"{subject.name}: no selectbox called {subject.label}")
        yield person


async def attend(server: Server, subject: Subject, clicks: int, think: float, seed: int, tally: Tally) -> None:
    """Be one person: come in, then think and choose `clicks` times, never the same as just before."""
    chance = random.Random(seed)  # noqa: S311 - times to think, no secret
    await asyncio.sleep(chance.random() * think)
    async with present(server, subject) as person:
        for click in range(clicks):
            await asyncio.sleep(chance.expovariate(1 / think) if think else 0)
            before = person.socket.received
            tally.seconds.append(await person.rerun(person.options[(click + seed + 1) % len(person.options)]))
            tally.received.append(person.socket.received - before)


async def watch_memory(pid: int, tally: Tally) -> None:
    """Note the server's memory twice a second until cancelled."""
    process = psutil.Process(pid)
    while True:
        tally.memory.append(process.memory_info().rss)
        await asyncio.sleep(0.5)


async def crowd(server: Server, subject: Subject, people: int, clicks: int, think: float) -> Tally:
    """Let `people` use the page at once."""
    tally = Tally()
    watching = asyncio.create_task(watch_memory(server.pid, tally))
    try:
        await asyncio.gather(*(attend(server, subject, clicks, think, seed, tally) for seed in range(people)))
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
    return tally


def measure(
    server: Server, subject: Subject, *, people: int = 50, clicks: int = 6, think: float = 5.0
) -> dict[str, float]:
    """Return bytes and server time of one person's change, the 95th percentile in a crowd, and the server's memory."""
    alone = asyncio.run(crowd(server, subject, 1, 15, 0.0))
    together = asyncio.run(crowd(server, subject, people, clicks, think))
    return {
        "bytes": median(alone.received) / 1000,
        "server": median(alone.seconds) * 1000,
        "crowd": quantiles(together.seconds, n=20)[-1] * 1000,
        "memory": max(together.memory) / 1e6,
    }
