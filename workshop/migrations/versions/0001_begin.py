"""The tables as they began: records, history, who may write, what the room sees."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE_TRIGGERS = (
    """CREATE TRIGGER history_keeps BEFORE UPDATE ON history
    WHEN NEW.redacted = 0 OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind
      OR NEW.record_id <> OLD.record_id OR NEW.version <> OLD.version OR NEW.action <> OLD.action OR NEW.writer_id <> OLD.writer_id
      OR NEW.role <> OLD.role
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    "CREATE TRIGGER history_stays BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
    # "INSERT OR REPLACE" would delete without asking the triggers above.
    """CREATE TRIGGER history_once BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER snapshot_keeps BEFORE UPDATE ON snapshot
    WHEN (NEW.id <> OLD.id OR NEW.content <> OLD.content OR NEW.code <> OLD.code OR NEW.title <> OLD.title
      OR NEW.region_id <> OLD.region_id OR NEW.as_of IS NOT OLD.as_of)
      AND NOT EXISTS (SELECT 1 FROM about WHERE name = 'erasing')
    BEGIN SELECT RAISE(ABORT, 'a snapshot is frozen'); END""",
    "CREATE TRIGGER snapshot_stays BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'a snapshot is frozen'); END",
    """CREATE TRIGGER snapshot_once BEFORE INSERT ON snapshot WHEN EXISTS (SELECT 1 FROM snapshot WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a snapshot is frozen'); END""",
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION history_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION snapshot_refuse() RETURNS trigger AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM about WHERE name = 'erasing') THEN RAISE EXCEPTION 'a snapshot is frozen'; END IF;
    RETURN NEW; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION snapshot_stay() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'a snapshot stays'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER history_keeps BEFORE UPDATE ON history FOR EACH ROW
    WHEN (NOT NEW.redacted OR (NEW.id, NEW.number, NEW.at, NEW.kind, NEW.record_id, NEW.version, NEW.action, NEW.writer_id, NEW.role)
      IS DISTINCT FROM (OLD.id, OLD.number, OLD.at, OLD.kind, OLD.record_id, OLD.version, OLD.action, OLD.writer_id, OLD.role))
    EXECUTE FUNCTION history_refuse()""",
    "CREATE TRIGGER history_stays BEFORE DELETE ON history FOR EACH ROW EXECUTE FUNCTION history_refuse()",
    "CREATE TRIGGER history_fills BEFORE TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()",
    """CREATE TRIGGER snapshot_keeps BEFORE UPDATE ON snapshot FOR EACH ROW
    WHEN ((NEW.id, NEW.content, NEW.code, NEW.title, NEW.region_id, NEW.as_of)
      IS DISTINCT FROM (OLD.id, OLD.content, OLD.code, OLD.title, OLD.region_id, OLD.as_of))
    EXECUTE FUNCTION snapshot_refuse()""",
    "CREATE TRIGGER snapshot_stays BEFORE DELETE ON snapshot FOR EACH ROW EXECUTE FUNCTION snapshot_stay()",
    "CREATE TRIGGER snapshot_fills BEFORE TRUNCATE ON snapshot FOR EACH STATEMENT EXECUTE FUNCTION snapshot_stay()",
)


def upgrade() -> None:
    """Make all tables, guard the history, give the store its identity."""
    _plan()
    _swot()
    _evening()
    _rounds()
    _people()
    _about()
    triggers = POSTGRESQL_TRIGGERS if op.get_bind().dialect.name == "postgresql" else SQLITE_TRIGGERS
    for trigger in triggers:
        op.execute(sa.text(trigger))
    about = sa.table("about", sa.column("name", sa.String), sa.column("value", sa.Text))
    op.bulk_insert(
        about, [{"name": "store_id", "value": str(uuid.uuid4())}, {"name": "secret", "value": uuid.uuid4().hex}]
    )
    op.bulk_insert(
        sa.table("pulse", sa.column("id", sa.Integer), sa.column("number", sa.BigInteger)), [{"id": 1, "number": 0}]
    )


def _record(name: str, *columns: sa.Column[object] | sa.Index) -> None:
    """Make a table of records, with the columns that all of them have."""
    op.create_table(
        name,
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        *columns,
    )


def _texts(*names: str) -> list[sa.Column[object]]:
    """Give columns of texts, lists and structures: all are written as text."""
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Double(), nullable=True) for name in names]


def _days(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _flags(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _plan() -> None:
    """Make what the plan consists of."""
    _record("actor", *_texts("name", "sort", "region_id", "note"))
    _record("field", *_texts("title", "description"), *_numbers("position"))
    _record(
        "goal", *_texts("field_id", "title", "description", "statement_ids"), sa.Index("ix_goal_field_id", "field_id")
    )
    _record(
        "measure",
        *_texts(
            "title",
            "description",
            "field_id",
            "goal_id",
            "region_ids",
            "responsible_id",
            "partner_ids",
            "bands",
            "personas",
            "funding",
            "funding_note",
            "status",
            "status_note",
            "links",
            "indicator_id",
            "target_region_id",
            "baseline",
        ),
        *_days("starts_on", "ends_on", "target_on"),
        *_numbers("budget", "progress", "target_value"),
    )
    _record(
        "step",
        *_texts("measure_id", "title", "responsible_id"),
        *_days("due_on", "done_on"),
        *_flags("done"),
        sa.Index("ix_step_measure_id", "measure_id"),
    )


def _swot() -> None:
    """Make statements, what is said about them, notes and frozen states."""
    _record(
        "statement",
        *_texts(
            "region_id",
            "quadrant",
            "title",
            "text",
            "field_id",
            "band",
            "source",
            "source_note",
            "receipt",
            "checked_receipt",
            "event_id",
            "idea_ids",
        ),
        sa.Index("ix_statement_region_id", "region_id"),
    )
    _record(
        "opinion",
        *_texts("statement_id", "stance", "reason", "by"),
        sa.Index("ix_opinion_statement_id", "statement_id"),
    )
    _record(
        "snapshot",
        *_texts("code", "title", "region_id", "content"),
        *_days("as_of"),
        sa.Index("ix_snapshot_code", "code"),
    )
    _record("remark", *_texts("region_id", "indicator_id", "text", "by"), *_numbers("year"))


def _evening() -> None:
    """Make what an evening consists of."""
    _record(
        "event",
        *_texts(
            "title",
            "region_id",
            "starts_at",
            "place",
            "invited",
            "languages",
            "state",
            "code",
            "welcome",
            "record_note",
        ),
        *_days("held_on"),
        *_flags("release_at_once"),
    )
    _record(
        "scene",
        *_texts("event_id", "sort", "message", "text", "detail"),
        *_numbers("position", "minutes"),
        sa.Index("ix_scene_event_id", "event_id"),
    )
    op.create_table(
        "stage",
        sa.Column("event_id", sa.String(36), primary_key=True),
        sa.Column("scene_id", sa.String(36), nullable=False),
        sa.Column("black", sa.Boolean(), nullable=False),
        sa.Column("timer_ends_at", sa.DateTime(), nullable=True),
        sa.Column("timer_left", sa.Double(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )


def _rounds() -> None:
    """Make what comes from phones and from paper."""
    _record(
        "participant",
        *_texts("event_id", "token_hash", "language", "channel"),
        sa.Index("ix_participant_event_id", "event_id"),
    )
    _record(
        "idea",
        *_texts(
            "event_id",
            "scene_id",
            "text",
            "field_id",
            "band",
            "region_id",
            "participant_id",
            "channel",
            "origin",
            "language",
            "state",
            "ticket",
        ),
        sa.Index("ix_idea_event_id", "event_id"),
    )
    _record(
        "vote",
        *_texts("event_id", "scene_id", "participant_id", "target_id"),
        *_numbers("dots"),
        sa.Index("ix_vote_event_id", "event_id"),
    )
    _record(
        "answer",
        *_texts("event_id", "scene_id", "participant_id", "choice", "text", "state"),
        sa.Index("ix_answer_event_id", "event_id"),
    )


def _about() -> None:
    """Make the history, and what the store knows about itself."""
    op.create_table(
        "history",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("writer_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Index("ix_history_number", "number"),
        sa.Index("ix_history_record", "record_id"),
    )
    op.create_table(
        "about", sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", sa.Text(), nullable=False)
    )
    op.create_table(
        "pulse", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("number", sa.BigInteger(), nullable=False)
    )


def _people() -> None:
    """Make who may write, with codes and logins."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Index("ix_person_subject", "subject"),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Index("ix_code_hash", "code_hash"),
    )
    op.create_table(
        "login",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("code_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
    )
