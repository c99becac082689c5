"""The words of the phones and the paper cards, in the five languages of ``languages.toml``."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from workshop.records import LANGUAGES

TABLE: Final = Path(__file__).with_name("languages.toml")
#: How each language is named in the page's ``lang``.
TAGS: Final = {"de-einfach": "de"}


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """Give all words, by language."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def file(language: str) -> tuple[bytes, str]:
    """Give the words of one language as a phone fetches them, and a mark that changes with them.

    Raises
    ------
    KeyError
        There is no such language.
    """
    content = {**words()[language], "lang": TAGS.get(language, language), "name": LANGUAGES[language]}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return body, hashlib.sha256(body).hexdigest()[:12]


def offered(chosen: tuple[str, ...]) -> list[dict[str, str]]:
    """Give the languages of an event for choosing; all where nobody chose some."""
    known = [name for name in LANGUAGES if name in chosen] or list(LANGUAGES)
    return [
        {
            "id": name,
            "name": LANGUAGES[name],
            "lang": TAGS.get(name, name),
            "dir": words()[name]["dir"],
            "mark": file(name)[1],
        }
        for name in known
    ]
