"""Presentation mode: ``/buehne/{event}`` is what the room sees; who is signed in as Moderation steers it, everybody else follows."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from views import event_data, signed_in, workshop_data
from views.event_data import Evening
from views.live import page, stage_page
from views.svg import clean
from workshop import events, stage
from workshop.desk import Desk
from workshop.errors import NotAllowedError, WorkshopError
from workshop.roles import GUEST, Role, Writer

LARGEST_ORDER: Final = 2_000
USUAL_SECONDS: Final = 300.0
LONGEST_TIMER: Final = 24 * 3600.0


def routes() -> list[BaseRoute]:
    """Give the addresses of the stage."""
    return [
        Route("/buehne/{event_id}", _show, methods=["GET"]),
        Route("/buehne/{event_id}/stand", _news, methods=["GET"]),
        Route("/buehne/{event_id}/szenen", _scenes, methods=["GET"]),
        Route("/buehne/{event_id}/steuern", _steer, methods=["POST"]),
    ]


def _may_steer(writer: Writer) -> bool:
    return writer.role >= Role.MODERATION and not writer.event_id


def _closed_to(writer: Writer) -> bool:
    return os.environ.get(signed_in.READING, "") == signed_in.CLOSED and writer == GUEST


def _open(request: Request) -> tuple[Evening | None, Writer]:
    """Read the event of a request; nothing where there is none or reading is closed to who asks."""
    writer = signed_in.writer_of(request)
    return (None if _closed_to(writer) else event_data.evening(request.path_params["event_id"])), writer


async def _show(request: Request) -> Response:
    only, follows = (request.query_params.get(name, "") for name in ("szene", "folgt"))

    def make() -> Response:
        evening, writer = _open(request)
        if evening is None or (only and evening.scene(only) is None):
            return _nothing(writer, str(request.url.path))
        body = stage_page.body(evening, steers=_may_steer(writer) and not (only or follows), only=only)
        return page.page(f"{clean(evening.event.title)} · Bühne", body, style="stage.css", script="stage.js")

    return await run_in_threadpool(make)


def _nothing(writer: Writer, path: str) -> Response:
    words = "Diese Bühne sehen nur Angemeldete." if _closed_to(writer) else "Diese Werkstatt gibt es nicht (mehr)."
    link = (
        f'<p><a href="{signed_in.address(path)}">Anmelden</a></p>'
        if _closed_to(writer)
        else '<p><a href="/werkstatt">Zu den Werkstätten</a></p>'
    )
    body = f'<main><section class="scene bare on" data-scene=""><div class="side"><h1>{words}</h1>{link}</div></section></main>'
    return page.page("Bühne", body, style="stage.css", status=404)


async def _answer(request: Request, make: Callable[[Evening], Response]) -> Response:
    def answer() -> Response:
        evening, _ = _open(request)
        return make(evening) if evening else JSONResponse({"gone": True}, 404, page.HEADERS)

    return await run_in_threadpool(answer)


async def _news(request: Request) -> Response:
    seen = request.query_params
    return await _answer(
        request,
        lambda e: JSONResponse(stage_page.news(e, seen.get("szene", ""), seen.get("marke", "")), 200, page.HEADERS),
    )


async def _scenes(request: Request) -> Response:
    return await _answer(request, lambda e: HTMLResponse(stage_page.body(e, steers=False), 200, page.HEADERS))


async def _steer(request: Request) -> Response:
    """Take an order of who steers: ``{"szene": id}``, ``{"schwarz": bool}``, ``{"zeit": "start" | "halt" | "weg", "sekunden": …}``."""
    if not signed_in.same_origin(request):
        return JSONResponse({"trouble": "Bitte die Bühne neu öffnen."}, 403, page.HEADERS)
    if int(request.headers.get("content-length", "0") or 0) > LARGEST_ORDER:
        return JSONResponse({"trouble": "Das war zu viel auf einmal."}, 413, page.HEADERS)
    try:
        order = await request.json()
    except ValueError:
        order = None
    if not isinstance(order, dict):
        return JSONResponse({"trouble": "Das war nicht zu verstehen."}, 400, page.HEADERS)
    return await run_in_threadpool(_obey, request, order)


def _obey(request: Request, order: dict[str, Any]) -> Response:
    evening, writer = _open(request)
    if evening is None:
        return JSONResponse({"trouble": "Diese Werkstatt gibt es nicht (mehr)."}, 404, page.HEADERS)
    try:
        with workshop_data.store().writing(writer) as desk:
            number = obey(desk, evening.event.id, order)
    except NotAllowedError as error:
        return JSONResponse({"trouble": str(error)}, 403, page.HEADERS)
    except WorkshopError as error:
        return JSONResponse({"trouble": str(error)}, 400, page.HEADERS)
    return JSONResponse({"number": number}, 200, page.HEADERS)


def obey(desk: Desk, event_id: str, order: dict[str, Any]) -> int:
    """Do what who steers wants; give the stage's new number.

    Raises
    ------
    WorkshopError
        The writer may not steer, or the scene is none of this event.
    """
    now = stage.current(desk, event_id)
    if "szene" in order:
        now = events.present(desk, event_id, str(order["szene"]))
    if "schwarz" in order:
        now = stage.blacken(desk, event_id, black=bool(order["schwarz"]))
    wanted = order.get("zeit")
    if wanted == "start":
        now = stage.start_timer(desk, event_id, _seconds(order.get("sekunden")))
    elif wanted == "halt":
        now = stage.hold_timer(desk, event_id)
    elif wanted == "weg":
        now = stage.stop_timer(desk, event_id)
    return now.number


def _seconds(wanted: Any) -> float:
    sure = isinstance(wanted, int | float) and not isinstance(wanted, bool) and abs(wanted) <= LONGEST_TIMER
    return float(wanted) if sure else USUAL_SECONDS
