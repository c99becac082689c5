"""A whole evening by phone on the real app: fifty phones hand in ideas and votes while the host's page is open.

Everything a phone was told has arrived is looked for in the store afterwards; the host's page is loaded anew all the time.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.subjects import APP
from tests.browser.server import Server, serving
from views import signed_in, workshop_data
from views.event_ways import EVENT_KEY, LEAD, PART_KEY
from views.navigation import ENTRIES
from workshop import events, logins
from workshop.records import ActionField, Event, Idea, Scene, Vote
from workshop.roles import Role, Writer
from workshop.store import Store

PHONES, IDEAS_EACH, VOTES_EACH, SECONDS = 50, 10, 30, 300.0
QUIET, LONGEST_WAIT = 25.0, 120
"""Per cent of a core below which the app counts as ready; seconds."""
LOOKING: Final = 2.5
"""Seconds between two looks of a phone at what is going on."""
HOST_PAUSE: Final = 1.0
LIMIT: Final = 60.0
HOST: Final = Writer("benchmark", "Messung", Role.VERWALTUNG)


@dataclass
class Evening:
    """What the evening is held with, and what was seen of it."""

    store: Store
    event: Event
    scene: Scene
    fields: list[str]
    token: str
    ideas: set[str] = field(default_factory=set)
    votes: int = 0
    handing_in: list[float] = field(default_factory=list)
    looking: list[float] = field(default_factory=list)
    host: list[float] = field(default_factory=list)
    again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def prepare(address: str, county: str) -> Evening:
    """Let an evening begin, with a voting on stage, and sign its host in."""
    store = Store.open(address)
    with store.writing(HOST) as desk:
        fields = [desk.add(ActionField(title=f"Handlungsfeld {n}")).id for n in range(VOTES_EACH)]
        event = events.prepare(desk, Event(title="Messung", region_id=county))
        detail = {"about": "felder", "options": fields, "dots": VOTES_EACH}
        events.add_scene(desk, Scene(event_id=event.id, sort="ideen", message="Was fehlt hier?"))
        scene = events.add_scene(
            desk, Scene(event_id=event.id, sort="abstimmung", message="Was ist wichtig?", detail=detail)
        )
        event = events.begin(desk, event.id)
        events.present(desk, event.id, scene.id)
        code = logins.make_code(desk, Role.MODERATION, "Messung", timedelta(hours=2))
    return Evening(store, event, scene, fields, logins.sign_in(store, code, "Messung"))


@dataclass
class Phone:
    """One phone: sends until it is told that something has arrived, as the page in its browser does."""

    evening: Evening
    number: int
    line: http.client.HTTPConnection
    mark: str = ""
    given: int = 0

    @property
    def base(self) -> str:
        """The event's address."""
        return f"/mit/{self.evening.event.code}"

    def send(self, path: str, **sent: Any) -> None:
        """Hand something in, again and again until it is taken."""
        body = json.dumps({"token": f"phone-of-the-benchmark-{self.number}", **sent})
        while True:
            begun = time.perf_counter()
            self.line.request("POST", self.base + path, body, {"Content-Type": "application/json"})
            answer = self.line.getresponse()
            told = json.loads(answer.read())
            took = time.perf_counter() - begun
            with self.evening.lock:
                self.evening.handing_in.append(took)
                self.evening.again += answer.status != 200
            if answer.status == 200:
                return
            if not told.get("seconds"):
                raise RuntimeError(f"refused: {told}")
            time.sleep(told["seconds"])

    def look(self) -> None:
        """See what is going on."""
        begun = time.perf_counter()
        self.line.request("GET", f"{self.base}/stand", headers={"If-None-Match": self.mark})
        answer = self.line.getresponse()
        answer.read()
        self.mark = answer.headers.get("ETag", "")
        self.evening.looking.append(time.perf_counter() - begun)

    def idea(self, n: int) -> None:
        """Hand in an idea."""
        text = f"Idee {n} von Telefon {self.number}: ein Rufbus, der auch abends und am Wochenende fährt"
        self.send("/idee", ticket=f"ticket-{n}", text=text, field=self.evening.fields[n], band="16-24", table="3")
        with self.evening.lock:
            self.evening.ideas.add(text)

    def vote(self) -> None:
        """Give one more dot."""
        self.given += 1
        dots = dict.fromkeys(self.evening.fields[: self.given], 1)
        self.send("/punkte", scene=self.evening.scene.id, dots=dots)
        with self.evening.lock:
            self.evening.votes += 1


def attend(server: Server, evening: Evening, number: int, seconds: float) -> None:
    """Be one phone for the whole evening: join, look, and hand everything in at moments of its own."""
    chance = random.Random(number)  # noqa: S311 - moments, no secret
    phone = Phone(evening, number, http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=LIMIT))
    begun = time.monotonic()
    time.sleep(chance.random() * min(5.0, seconds / 4))
    phone.send("/dabei", language="de")
    moments = [(chance.random() * seconds, n if n < IDEAS_EACH else None) for n in range(IDEAS_EACH + VOTES_EACH)]
    moments += [(at * LOOKING, -1) for at in range(int(seconds / LOOKING))]
    for at, what in sorted(moments, key=lambda one: one[0]):
        time.sleep(max(0.0, begun + at - time.monotonic()))
        if what is None:
            phone.vote()
        elif what < 0:
            phone.look()
        else:
            phone.idea(what)


async def lead(server: Server, evening: Evening, done: threading.Event) -> None:
    """Be the host: load the page with the ideas anew until the evening is over."""
    headers = {"Cookie": f"{signed_in.COOKIE}={evening.token}"}
    path = next(entry.url_path for entry in ENTRIES if entry.file == "workshop.py")
    query = urlencode({EVENT_KEY: evening.event.id, PART_KEY: LEAD})
    address = f"ws://{urlsplit(server.url).netloc}/_stcore/stream"
    async with connect(
        address, max_size=None, subprotocols=[Subprotocol("streamlit")], additional_headers=headers
    ) as socket:
        await _run(socket, path, query)
        while not done.is_set():
            begun = time.perf_counter()
            await _run(socket, path, query)
            evening.host.append(time.perf_counter() - begun)
            await asyncio.sleep(HOST_PAUSE)


async def _run(socket: ClientConnection, path: str, query: str) -> None:
    """Let the page run once and wait for its end."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = path, query
    await socket.send(message.SerializeToString())
    async with asyncio.timeout(LIMIT):
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await socket.recv(decode=False))
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    raise RuntimeError(f"the host's page ended with {answer.script_finished}")


@contextmanager
def hosting(server: Server, evening: Evening) -> Iterator[None]:
    """Keep the host's page going while the block runs."""
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        host = pool.submit(lambda: asyncio.run(lead(server, evening, done)))
        try:
            yield
        finally:
            done.set()
        host.result()


def lost(evening: Evening) -> int:
    """Count what phones were told has arrived but the store does not hold, and what it holds twice."""
    with evening.store.reading() as reader:
        ideas = [idea.text for idea in reader.find(Idea, event_id=evening.event.id)]
        dots = sum(vote.dots or 0 for vote in reader.find(Vote, event_id=evening.event.id))
    missing = len(evening.ideas - set(ideas)) + abs(evening.votes - int(dots))
    return missing + len(ideas) - len(set(ideas))


@contextmanager
def ready_before_the_guests(server: Server) -> Iterator[None]:
    """Wait until the app has got ready, as a host does who starts the laptop before anybody comes; at most two minutes."""
    app = psutil.Process(server.pid)
    for _ in range(LONGEST_WAIT):
        if app.cpu_percent(interval=1.0) < QUIET:
            break
    yield


def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Hold the evening; return what was lost and how long the host, a phone's look and its handing in took (95 of 100)."""
    from data.package import load

    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "werkstatt.sqlite")
        evening = prepare(address, load().county)
        with (
            serving(APP.script, {workshop_data.SETTING: address}) as server,
            ready_before_the_guests(server),
            hosting(server, evening),
            ThreadPoolExecutor(PHONES) as phones,
        ):
            for phone in [phones.submit(attend, server, evening, n, seconds) for n in range(PHONES)]:
                phone.result()
        found = {
            "host": quantiles(evening.host, n=20)[-1] * 1000,
            "handing_in": quantiles(evening.handing_in, n=20)[-1] * 1000,
            "looking": quantiles(evening.looking, n=20)[-1] * 1000,
            "lost": float(lost(evening)),
        }
        print(
            f"{len(evening.ideas)} ideas, {evening.votes} votes by {PHONES} phones in {seconds:.0f} s, {evening.again} sent again; "
            f"medians: host {median(evening.host) * 1000:.0f} ms ({len(evening.host)} loads), "
            f"handing in {median(evening.handing_in) * 1000:.0f} ms, looking {median(evening.looking) * 1000:.0f} ms\n"
        )
        evening.store.close()
    return found
