"""Signing in with a code that a host shows, and out again."""

from __future__ import annotations

import time
from collections import deque
from html import escape
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from views import signed_in, workshop_data
from views.live import page, service_user
from workshop import logins
from workshop.errors import WorkshopError

#: So many wrong codes from everybody together are taken in so many seconds; guessing eight letters is hopeless then.
WRONG_CODES: Final = 30
WRONG_SECONDS: Final = 60.0
LARGEST_FORM: Final = 10_000
_wrong: deque[float] = deque()


def routes() -> list[BaseRoute]:
    """Give the addresses."""
    return [
        Route("/anmelden", _form, methods=["GET"]),
        Route("/anmelden", _sign_in, methods=["POST"]),
        Route("/abmelden", _sign_out, methods=["POST"]),
        Route("/live/{name}", _file, methods=["GET"]),
    ]


async def _file(request: Request) -> Response:
    return page.file(request.path_params["name"])


async def _form(request: Request) -> Response:
    return _page(_back(request.query_params.get("zurueck", "")), "")


def _page(back: str, trouble: str, *, code: str = "", name: str = "", status: int = 200) -> Response:
    said = f'<p class="trouble" role="alert">{escape(trouble)}</p>' if trouble else ""
    service = (
        '<p class="or">oder</p><p><a class="button" href="/verwaltung" target="_self">Mit dem Konto der Verwaltung anmelden</a></p>'
        if signed_in.service_offered()
        else ""
    )
    return page.page(
        "Anmelden · Kommunalprofil",
        f'<main><h1>Anmelden</h1><p>Lesen können alle. Wer mitschreibt, meldet sich mit einem Code an. Den Code zeigt die Moderation.</p>{said}'
        f'<form method="post" action="/anmelden"><input type="hidden" name="zurueck" value="{escape(back)}">'
        f'<label for="code">Code</label><input id="code" name="code" value="{escape(code)}" required autofocus autocomplete="off" '
        f'autocapitalize="characters" spellcheck="false" maxlength="40">'
        f'<label for="name">Ihr Name <small>(steht im Verlauf; freiwillig, auch ein Kürzel genügt)</small></label>'
        f'<input id="name" name="name" value="{escape(name)}" maxlength="{logins.LONGEST_NAME}" autocomplete="name">'
        f'<button type="submit">Anmelden</button></form>{service}'
        f'<p class="small">Mehr als diesen Namen speichern wir nicht. Die Verwaltung kann ihn auf Wunsch löschen. '
        f'Die Anmeldung endet nach {int(logins.LOGIN_LASTS.total_seconds() // 3600)} Stunden.</p>'
        f'<p class="small"><a href="{escape(back)}">Zurück ohne Anmeldung</a></p></main>',
        style="sign_in.css", status=status,
    )  # fmt: skip


async def _sign_in(request: Request) -> Response:
    if not signed_in.same_origin(request):
        return Response("Bitte die Seite neu öffnen.", 403)
    if int(request.headers.get("content-length", "0") or 0) > LARGEST_FORM:
        return Response("Zu viel Text.", 413)
    form = await request.form(max_files=0)
    code, name, back = (str(form.get(field, "")) for field in ("code", "name", "zurueck"))
    if _too_many_wrong():
        return _page(_back(back), "Zu viele falsche Codes. Bitte eine Minute warten.", name=name, status=429)
    try:
        token = await run_in_threadpool(logins.sign_in, workshop_data.store(), code, name)
    except WorkshopError as error:
        _wrong.append(time.monotonic())
        return _page(_back(back), str(error), code=code, name=name, status=403)
    answer = RedirectResponse(_back(back), 303)
    answer.set_cookie(
        signed_in.COOKIE, token, max_age=int(logins.LOGIN_LASTS.total_seconds()), httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


def _too_many_wrong() -> bool:
    now = time.monotonic()
    while _wrong and now - _wrong[0] > WRONG_SECONDS:
        _wrong.popleft()
    return len(_wrong) >= WRONG_CODES


async def _sign_out(request: Request) -> Response:
    if not signed_in.same_origin(request):
        return Response("Bitte die Seite neu öffnen.", 403)
    if token := request.cookies.get(signed_in.COOKIE, ""):
        await run_in_threadpool(logins.sign_out, workshop_data.store(), token)
    # Who came by the login service leaves there as well.
    answer = RedirectResponse("/auth/logout" if service_user.claims(request) else "/", 303)
    answer.delete_cookie(signed_in.COOKIE)
    return answer


def _back(wanted: str) -> str:
    """Lead back within this app only."""
    within = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    return wanted if within and wanted.isprintable() else "/"
