"""What phones are told: what is going on, the places of an event, and the page itself."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from starlette.responses import Response

from views import resources
from views.formats import sort_key
from views.live import page, phone_words
from workshop import round_state
from workshop.reader import Reader
from workshop.records import ActionField, Event

#: A text to vote on is read while standing; the whole idea stands on the wall.
LONGEST_OPTION: Final = 300
SCRIPTS: Final = ("phone_kit.js", "phone_box.js", "phone_idea.js", "phone_screens.js", "phone.js")


WHERE: Final = (
    "Er steht vorn auf der Leinwand.", "It is shown at the front.", "Він на екрані попереду.", "تجده على الشاشة في الأمام.",
)  # fmt: skip
UNKNOWN: Final = (
    "Diesen Code gibt es nicht. Bitte schauen Sie nach vorn und tippen Sie ihn noch einmal.",
    "This code does not exist. Please look to the front and type it again.",
    "Такого коду немає. Будь ласка, подивіться вперед і введіть його ще раз.",
    "هذا الرمز غير موجود. من فضلك انظر إلى الأمام واكتبه مرة أخرى.",
)
TOO_MANY: Final = (
    "Das waren viele falsche Codes. Bitte warten Sie zwei Minuten.",
    "These were many wrong codes. Please wait two minutes.",
    "Було багато неправильних кодів. Будь ласка, зачекайте дві хвилини.",
    "كانت هناك رموز خاطئة كثيرة. من فضلك انتظر دقيقتين.",
)


@dataclass(frozen=True)
class Told:
    """An answer ready to be sent, and its mark."""

    body: bytes
    mark: str


def _told(content: Any) -> Told:
    body = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()
    return Told(body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


def going_on(reader: Reader, event: Event) -> Told:
    """Say what is going on in an event, the same for all phones."""
    now = round_state.now(reader, event)
    in_order = sorted(reader.find(ActionField), key=lambda f: math.inf if f.position is None else f.position)
    fields = {f.id: f.title for f in in_order}
    asked = [i for i in now.field_ids if i in fields] or list(fields)
    scene = now.scene
    return _told(
        {
            "screen": now.screen,
            "title": event.title,
            "welcome": event.welcome,
            "scene": scene.id if scene else "",
            "message": scene.message if scene else "",
            "text": scene.text if scene else "",
            "options": [[o.id, _clipped(o.label)] for o in now.options],
            "dots": now.dots,
            "fields": [[i, fields[i]] for i in asked],
        }
    )


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_OPTION else text[:LONGEST_OPTION] + " …"


def places_of(region_id: str) -> frozenset[str]:
    """Give the municipalities a phone may name at an event; all of the county where the event has no place on the map."""
    regions = resources.evaluator().regions
    return frozenset(regions.members(region_id) or regions.municipalities)


@lru_cache(maxsize=100)
def places(region_id: str) -> Told:
    """Give the municipalities of an event's region with their shapes, by name."""
    regions, shapes = resources.evaluator().regions, resources.geometry("gemeinde")
    own = sorted(places_of(region_id), key=lambda place: sort_key(regions.name(place)))
    return _told(
        [[place, regions.name(place), shapes.paths[shapes.index[place]]] for place in own if place in shapes.index]
    )


def phone_page(event: Event) -> Response:
    """Give the page of an event for a phone: scripts draw everything on it."""
    languages = json.dumps(phone_words.offered(event.languages), separators=(",", ":"))
    scripts = "".join(f'<script src="{page.address(name)}" defer></script>' for name in SCRIPTS)
    body = (
        f'<div id="app" data-code="{escape(round_state.plain_code(event.code))}" data-languages="{escape(languages)}">'
        f"<noscript><h1>{escape(event.title)}</h1><p>Dieses Telefon kann die Seite nicht zeigen. "
        f"Bitte nehmen Sie eine Karte aus Papier.</p></noscript></div>{scripts}"
    )
    return page.page(event.title, body, style="phone.css")


def _in_all(texts: tuple[str, str, str, str]) -> str:
    """Write one sentence in four languages, one below the other: whoever stands before the door has chosen none yet."""
    tags = ("de", "en", "uk", "ar")
    rows = (
        f'<span lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">{escape(text)}</span>'
        for tag, text in zip(tags, texts, strict=True)
    )
    return "".join(rows)


def door(trouble: tuple[str, str, str, str] | None = None, code: str = "", status: int = 200) -> Response:
    """Give the page where a code is typed; ``trouble`` says in four languages what was wrong."""
    said = f'<p class="note bad four" role="alert">{_in_all(trouble)}</p>' if trouble else ""
    body = (
        f'<div id="app"><main><h1>Mitmachen</h1>{said}<form action="/mit" method="get">'
        f'<label for="code">Code <small class="four">{_in_all(WHERE)}</small></label>'
        f'<input id="code" name="code" value="{escape(code)}" required maxlength="20" autocomplete="off" '
        f'autocapitalize="characters" spellcheck="false"><button class="main" type="submit">Los</button></form></main></div>'
    )
    return page.page("Mitmachen", body, style="phone.css", status=status)
