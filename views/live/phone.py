"""The addresses that phones use: the page, what is going on, and what people hand in. No account, no cookie, no name."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from views import paper_cards, signed_in, workshop_data
from views.live import page, phone_told, phone_words
from workshop import rounds
from workshop.errors import TooManyError, WorkshopError
from workshop.records import Event
from workshop.round_state import Watch, plain_code
from workshop.store import Store

Found = TypeVar("Found")
LARGEST: Final = 40_000
JSON: Final = "application/json"
#: So many seconds may pass until phones see what the host did; meanwhile no phone's question reaches the store.
FRESH: Final = 0.5
#: Wrong codes that one address may try, within so many seconds; people mistype, machines guess.
WRONG_CODES, WRONG_SECONDS = 20, 120.0
MOST_ADDRESSES: Final = 2_000


class Door:
    """Counts wrong codes per address, so that codes cannot be guessed; who came in before stays in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[float]] = {}
        self._inside: set[tuple[str, str]] = set()

    def closed(self, address: str, code: str) -> bool:
        """Tell whether this address tried too many wrong codes."""
        wrong = self._wrong.get(address)
        while wrong and self._clock() - wrong[0] > WRONG_SECONDS:
            wrong.popleft()
        return bool(wrong) and len(wrong or ()) >= WRONG_CODES and (address, code) not in self._inside

    def note(self, address: str, code: str, *, right: bool) -> None:
        """Remember how a code turned out."""
        if right:
            if len(self._inside) >= MOST_ADDRESSES:
                self._inside.clear()
            self._inside.add((address, code))
            return
        if len(self._wrong) >= MOST_ADDRESSES:
            self._wrong.clear()
        self._wrong.setdefault(address, deque(maxlen=WRONG_CODES)).append(self._clock())


door = Door()


@lru_cache(maxsize=4)
def _watch(store: Store) -> Watch[phone_told.Told]:
    return Watch(store, phone_told.going_on, FRESH)


def routes() -> list[BaseRoute]:
    """Give the addresses."""
    return [
        Route("/mit", _code, methods=["GET"]),
        Route("/mit/worte/{language}", _words, methods=["GET"]),
        Route("/mit/{code}", _page, methods=["GET"]),
        Route("/mit/{code}/stand", _going_on, methods=["GET"]),
        Route("/mit/{code}/orte", _places, methods=["GET"]),
        Route("/mit/{code}/karten", _cards, methods=["GET"]),
        *(Route(f"/mit/{{code}}/{name}", _taking(work), methods=["POST"]) for name, work in TAKEN.items()),
    ]


class _UnknownCodeError(Exception):
    """No event has this code, or too many wrong ones were tried; carries the HTTP status."""


def _event(request: Request) -> tuple[Event, phone_told.Told]:
    """Give the event that is asked for, and what phones are told about it."""
    return _let_in(request, _watch(workshop_data.store()).look)


def _let_in(request: Request, find: Callable[[str], Found | None]) -> Found:
    code = plain_code(request.path_params["code"])[:20]
    address = request.client.host if request.client else ""
    if door.closed(address, code):
        raise _UnknownCodeError(429)
    found = find(code)
    door.note(address, code, right=found is not None)
    if found is None:
        raise _UnknownCodeError(404)
    return found


async def _code(request: Request) -> Response:
    typed = plain_code(request.query_params.get("code", ""))[:20]
    return RedirectResponse(f"/mit/{quote(typed)}", 303, page.HEADERS) if typed else phone_told.door()


def _words(request: Request) -> Response:
    language = request.path_params["language"]
    if language not in phone_words.words():
        return Response("Nicht gefunden", 404)
    return Response(phone_words.file(language)[0], media_type=JSON, headers={"Cache-Control": page.A_YEAR})


def _page(request: Request) -> Response:
    try:
        event, _ = _event(request)
    except _UnknownCodeError as error:
        return _wrong_door(request, int(error.args[0]))
    return phone_told.phone_page(event)


def _wrong_door(request: Request, status: int) -> Response:
    if status == 429:
        return phone_told.door(phone_told.TOO_MANY, status=status)
    return phone_told.door(phone_told.UNKNOWN, plain_code(request.path_params["code"])[:20], status)


async def _going_on(request: Request) -> Response:
    """Answer what phones ask all the time: from memory where that is fresh, without waiting for a thread."""
    try:
        store = workshop_data.store()
        if _watch(store).recent(request.path_params["code"]):
            _, told = _event(request)
        else:
            _, told = await run_in_threadpool(_event, request)
    except _UnknownCodeError as error:
        return Response(status_code=int(error.args[0]))
    return _fresh(request, told)


def _places(request: Request) -> Response:
    try:
        event, _ = _event(request)
    except _UnknownCodeError as error:
        return Response(status_code=int(error.args[0]))
    return _fresh(request, phone_told.places(event.region_id))


def _fresh(request: Request, told: phone_told.Told) -> Response:
    """Send what is told, or only say that nothing changed."""
    headers = {"ETag": told.mark, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == told.mark:
        return Response(status_code=304, headers=headers)
    return Response(told.body, media_type=JSON, headers=headers)


def _cards(request: Request) -> Response:
    try:
        event, _ = _event(request)
    except _UnknownCodeError as error:
        return _wrong_door(request, int(error.args[0]))
    return paper_cards.answer(event, request.query_params, signed_in.writer_of(request))


Work = Callable[[Store, Event, Mapping[str, Any]], object]


def _taking(work: Work) -> Callable[[Request], Any]:
    """Make the address that takes what a phone sends and confirms it once it is stored."""

    async def take(request: Request) -> Response:
        if not signed_in.same_origin(request):
            return JSONResponse({"reason": "falsch"}, 403)
        sent = await _sent(request)
        if sent is None:
            return JSONResponse({"reason": "falsch"}, 400)
        return await run_in_threadpool(_store, request, work, sent)

    return take


async def _sent(request: Request) -> dict[str, Any] | None:
    """Read what a phone sends, but no more than a phone would."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _store(request: Request, work: Work, sent: dict[str, Any]) -> Response:
    try:
        store = workshop_data.store()
        work(store, _let_in(request, _watch(store).event), sent)
    except _UnknownCodeError as error:
        return JSONResponse({"reason": "beendet"}, int(error.args[0]))
    except (rounds.NotTakenError, rounds.LimitError) as error:
        told = {"reason": error.reason, "seconds": error.seconds}
        return JSONResponse(told, 429 if isinstance(error, TooManyError) else 409)
    except WorkshopError:
        return JSONResponse({"reason": "falsch", "seconds": 0}, 409)
    return JSONResponse({"arrived": True})


def _text(sent: Mapping[str, Any], name: str) -> str:
    """Give a text; half a character, which no keyboard types and no page can show, becomes a question mark."""
    found = sent.get(name, "")
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(found, str) else ""


def _join(store: Store, event: Event, sent: Mapping[str, Any]) -> object:
    return rounds.join(store, event.id, _text(sent, "token"), _text(sent, "language"))


def _idea(store: Store, event: Event, sent: Mapping[str, Any]) -> object:
    place = _text(sent, "place")
    draft = rounds.Draft(
        ticket=_text(sent, "ticket"), text=_text(sent, "text"), field_id=_text(sent, "field"), band=_text(sent, "band"),
        region_id=place if place in phone_told.places_of(event.region_id) else "", table=_text(sent, "table"),
        scene_id=_text(sent, "scene"),
    )  # fmt: skip
    return rounds.hand_in_idea(store, _joined(store, event, sent), draft)


def _dots(store: Store, event: Event, sent: Mapping[str, Any]) -> object:
    dots = sent.get("dots")
    return rounds.give_dots(
        store, _joined(store, event, sent), _text(sent, "scene"), dots if isinstance(dots, dict) else {}
    )


def _answer(store: Store, event: Event, sent: Mapping[str, Any]) -> object:
    own = _joined(store, event, sent)
    return rounds.answer(store, own, _text(sent, "scene"), _text(sent, "choice"), _text(sent, "text"))


def _joined(store: Store, event: Event, sent: Mapping[str, Any]) -> Any:
    with store.reading() as reader:
        return rounds.joined(reader, event.id, _text(sent, "token"))


TAKEN: Final[dict[str, Work]] = {"dabei": _join, "idee": _idea, "punkte": _dots, "antwort": _answer}
