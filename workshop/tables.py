"""The tables: one per kind of record, the history, the people who may write, and where the store notes things about itself."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from workshop.columns import Exact, ExactId, Moment, Plain
from workshop.records import KINDS, Record, attributes_of

METADATA: Final = sa.MetaData()
TYPES: Final[dict[str, Any]] = {
    "text": Exact,
    "key": Exact,
    "choice": Exact,
    "keys": Plain,
    "day": sa.Date,
    "number": sa.Double,
    "flag": sa.Boolean,
    "detail": Plain,
    "details": Plain,
}
#: What records are looked up by.
LOOKED_UP: Final = {
    "goal": "field_id",
    "step": "measure_id",
    "statement": "region_id",
    "opinion": "statement_id",
    "scene": "event_id",
    "participant": "event_id",
    "idea": "event_id",
    "vote": "event_id",
    "answer": "event_id",
    "snapshot": "code",
}


def _table(kind: type[Record]) -> sa.Table:
    own = [
        sa.Column(name, TYPES[attribute.metadata["type"]](), nullable=attribute.metadata["type"] in {"day", "number"})
        for name, attribute in attributes_of(kind).items()
    ]
    found = LOOKED_UP.get(kind.KIND)
    indexes = [sa.Index(f"ix_{kind.KIND}_{found}", found)] if found else []
    return sa.Table(
        kind.KIND, METADATA,
        sa.Column("id", ExactId(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("exercise", sa.Boolean, nullable=False),
        *own, *indexes,
    )  # fmt: skip


RECORDS: Final[dict[str, sa.Table]] = {name: _table(kind) for name, kind in KINDS.items()}

#: Append-only (triggers refuse everything else, but blanking a name that its bearer wants deleted). ``number`` is the order of commits.
HISTORY: Final = sa.Table(
    "history", METADATA,
    sa.Column("id", ExactId(36), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("writer_id", ExactId(36), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("record_id", ExactId(36), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("action", sa.String(20), nullable=False),
    sa.Column("changes", Plain(), nullable=False),
    sa.Column("redacted", sa.Boolean, nullable=False),
    sa.Index("ix_history_number", "number"),
    sa.Index("ix_history_record", "record_id"),
)  # fmt: skip

#: Who may write. ``subject`` is a keyed hash of what the login service calls the person, never the thing itself.
PERSON: Final = sa.Table(
    "person", METADATA,
    sa.Column("id", ExactId(36), primary_key=True),
    sa.Column("name", Exact(), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("created_at", Moment(), nullable=False),
    sa.Column("erased", sa.Boolean, nullable=False),
    sa.Index("ix_person_subject", "subject"),
)  # fmt: skip

#: Codes that a host shows, and logins made with them; only hashes are kept.
CODE: Final = sa.Table(
    "code", METADATA,
    sa.Column("id", ExactId(36), primary_key=True),
    sa.Column("code_hash", sa.String(64), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("label", Exact(), nullable=False),
    sa.Column("created_at", Moment(), nullable=False),
    sa.Column("expires_at", Moment(), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
    sa.Index("ix_code_hash", "code_hash"),
)  # fmt: skip
LOGIN: Final = sa.Table(
    "login", METADATA,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("person_id", ExactId(36), nullable=False),
    sa.Column("code_id", ExactId(36), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("created_at", Moment(), nullable=False),
    sa.Column("expires_at", Moment(), nullable=False),
    sa.Column("seen_at", Moment(), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
)  # fmt: skip

#: What the room sees now; changes every minute of an evening and is no part of the history.
STAGE: Final = sa.Table(
    "stage", METADATA,
    sa.Column("event_id", ExactId(36), primary_key=True),
    sa.Column("scene_id", ExactId(36), nullable=False),
    sa.Column("black", sa.Boolean, nullable=False),
    sa.Column("timer_ends_at", Moment(), nullable=True),
    sa.Column("timer_left", sa.Double, nullable=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)  # fmt: skip

#: What the store knows about itself: ``store_id``, ``pulse`` (counts the commits), ``secret``, settings.
ABOUT: Final = sa.Table(
    "about", METADATA,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", Exact(), nullable=False),
)  # fmt: skip
PULSE: Final = sa.Table(
    "pulse", METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("number", sa.BigInteger, nullable=False)
)
