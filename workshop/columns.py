"""Column types that give back exactly what was typed, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

#: PostgreSQL keeps no NUL and UTF-8 no half of a pair; both are written behind this mark, as is the mark itself.
MARK: Final = "\x1a"
HELD_BACK: Final = re.compile("[\0\x1a\ud800-\udfff]")
WRITTEN: Final = re.compile(MARK + "([0-9a-f]{4})")


def to_stored(text: str) -> str:
    """Write a text so that every database keeps it.

    >>> to_stored("a" + chr(0)) == "a" + chr(26) + "0000"
    True
    """
    return HELD_BACK.sub(lambda found: f"{MARK}{ord(found.group()):04x}", text)


def from_stored(text: str) -> str:
    """Read a text back that :func:`to_stored` wrote."""
    return WRITTEN.sub(lambda found: chr(int(found.group(1), 16)), text) if MARK in text else text


class Exact(TypeDecorator[str]):
    """A text of any characters."""

    impl: type[sa.String] = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Write."""
        return None if value is None else to_stored(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Read."""
        return None if value is None else from_stored(value)


class ExactId(Exact):
    """A short text that is looked up: whatever stands in somebody's address line can be asked for, it is just not found."""

    impl = sa.String
    cache_ok = True


class Plain(TypeDecorator[Any]):
    """Lists and mappings of plain values, as JSON: every character survives, even two halves that would make one pair."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Write."""
        return (
            None if value is None else to_stored(json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False))
        )

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """Read."""
        return None if value is None else json.loads(from_stored(value))


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC to the microsecond."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Write."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Read."""
        return None if value is None else value.replace(tzinfo=UTC)
