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


def _plan() -> None:
    """Make what the plan consists of."""
    _record(
        "actor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    _record(
        "field",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Double(), nullable=True),
    )
    _record(
        "goal",
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("statement_ids", sa.Text(), nullable=False),
        sa.Index("ix_goal_field_id", "field_id"),
    )
    _record(
        "measure",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Text(), nullable=False),
        sa.Column("region_ids", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Text(), nullable=False),
        sa.Column("partner_ids", sa.Text(), nullable=False),
        sa.Column("bands", sa.Text(), nullable=False),
        sa.Column("personas", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.Double(), nullable=True),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("funding_note", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_note", sa.Text(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=True),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("target_region_id", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("target_value", sa.Double(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
    )
    _record(
        "step",
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Index("ix_step_measure_id", "measure_id"),
    )


def _swot() -> None:
    """Make statements, what is said about them, notes and frozen states."""
    _record(
        "statement",
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("quadrant", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("checked_receipt", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("idea_ids", sa.Text(), nullable=False),
        sa.Index("ix_statement_region_id", "region_id"),
    )
    _record(
        "opinion",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Index("ix_opinion_statement_id", "statement_id"),
    )
    _record(
        "snapshot",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Index("ix_snapshot_code", "code"),
    )
    _record(
        "remark",
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )


def _evening() -> None:
    """Make what an evening consists of."""
    _record(
        "event",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("welcome", sa.Text(), nullable=False),
        sa.Column("record_note", sa.Text(), nullable=False),
        sa.Column("release_at_once", sa.Boolean(), nullable=False),
    )
    _record(
        "scene",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Double(), nullable=True),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Index("ix_scene_event_id", "event_id"),
    )
    _record(
        "participant",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Index("ix_participant_event_id", "event_id"),
    )
    _record(
        "idea",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("scene_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Index("ix_idea_event_id", "event_id"),
    )
    _record(
        "vote",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("scene_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("dots", sa.Double(), nullable=True),
        sa.Index("ix_vote_event_id", "event_id"),
    )
    _record(
        "answer",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("scene_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Index("ix_answer_event_id", "event_id"),
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


def _about() -> None:
    """Make the history, who may write, and what the store knows about itself."""
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
    op.create_table(
        "about",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )
