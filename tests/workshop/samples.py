"""Records with something in every attribute, and texts that mean harm."""

from __future__ import annotations

from datetime import date
from typing import Any

from workshop.records import Record, attributes_of

#: What people (or machines) might type: each must come back as it was typed, and run nowhere.
HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "${7*7} {{7*7}} #{7*7} %s {0} %(x)s",
    "formula": '=HYPERLINK("http://x";"y")',
    "plus": "+1+cmd|' /C calc'!A0",
    "long": "Ä" * 10_000,
    "right to left": "\u202eabc\u202c עברית العربية",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "nul": "a\0b\0",
    "halves": "\ud83d\ude00 \udc00 \ud800",
    "mark": "\x1a \x1a0000 \x1ad83d",
    "lines": "a\r\nb\u2028c\x0bd\x85",
    "quotes": "'; DROP TABLE measure; -- \" \\ ` \\u0000",
    "spaces": "  \t\u00a0 x \u200b\ufeff",
    "composed": "e\u0301 é \ufb01",
}


def filled(kind: type[Record], text: str, **fixed: Any) -> Any:
    """Give a record whose every attribute holds something; texts, ids and structures hold the text."""
    made = {
        "text": text,
        "key": text,
        "keys": (text, "b"),
        "day": date(2026, 5, 1),
        "number": 1950.0 if kind.KIND == "remark" else 7.0,
        "flag": True,
        "detail": {"a": text, text: [text, None, 1.5, True, {"b": text}]},
        "details": ({"kind": "address", "ref": text, "label": text},),
    }
    own = attributes_of(kind)
    values = {
        name: next(iter(a.metadata["options"])) if a.metadata["type"] == "choice" else made[a.metadata["type"]]
        for name, a in own.items()
    }
    return kind(**(values | {name: v for name, v in fixed.items() if name in own or name == "id"}))
