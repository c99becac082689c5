"""The tables in the database are those that the code believes in, and they guard what must not change."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workshop.errors import StoreError
from workshop.records import Measure, Snapshot
from workshop.roles import Role, Writer
from workshop.store import Store
from workshop.tables import METADATA

HEAD = Writer("h", "Amt", Role.VERWALTUNG)


def test_migrations_make_the_tables(any_store):
    with any_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET changes = '{}'",
        "UPDATE history SET at = '2000-01-01'",
        "UPDATE history SET writer_id = 'x', redacted = true",
        "UPDATE history SET role = 'x', redacted = true",
        "UPDATE history SET redacted = false",
        "DELETE FROM history",
        "UPDATE snapshot SET content = '{}'",
        "UPDATE snapshot SET code = 'x'",
        "DELETE FROM snapshot",
    ],
)
def test_what_was_written_stays(any_store, statement):
    with any_store.writing(HEAD) as desk:
        desk.add(Measure(title="Mitfahrbank"))
        desk.add(Snapshot(code="ABC", title="Stand", content={"a": 1}))
    with pytest.raises(sa.exc.DatabaseError), any_store.engine.begin() as connection:
        connection.execute(sa.text(statement))
    with any_store.reading() as reader:
        assert len(reader.history()) == 2
        assert reader.find(Snapshot)[0].content == {"a": 1}


def test_history_is_not_replaced_or_emptied(stores):
    for store in stores.values():
        with store.writing(HEAD) as desk:
            desk.add(Measure(title="Mitfahrbank"))
    attempts = {
        "sqlite": "INSERT OR REPLACE INTO history SELECT * FROM history",
        "postgresql": "TRUNCATE history",
    }
    for kind, store in stores.items():
        with pytest.raises(sa.exc.DatabaseError), store.engine.begin() as connection:
            connection.execute(sa.text(attempts[kind]))
        with store.reading() as reader:
            assert [row.writer_id for row in reader.history()] == ["h"]


def test_a_newer_store_is_left_alone(any_store):
    with any_store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    address = any_store.engine.url.render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=r"neueren Version.*aktualisieren"):
        Store.open(address)
    with any_store.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


@pytest.mark.parametrize(
    "address", ["postgresql://nobody@127.0.0.1:1/none", "nonsense://x", "postgresql://[", "mysql://x/y"]
)
def test_an_address_that_leads_nowhere_is_told_in_german(address):
    with pytest.raises(StoreError, match=r"lässt sich nicht öffnen.*Bitte"):
        Store.open(address)


def test_a_file_that_is_no_store_is_told_in_german_and_kept(tmp_path):
    path = tmp_path / "brief.sqlite"
    path.write_bytes(b"Sehr geehrte Damen und Herren " * 100)
    with pytest.raises(StoreError, match=r"brief\.sqlite.*Bitte"):
        Store.open(str(path))
    assert path.read_bytes().startswith(b"Sehr geehrte")


def test_a_full_disk_is_told_in_german_and_leaves_nothing_half(store):
    with store.writing(HEAD) as desk:
        desk.add(Measure(title="Mitfahrbank"))
    with store.engine.connect() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError, match="noch einmal versuchen"), store.writing(HEAD) as desk:
        for _ in range(100):
            desk.add(Measure(title="Mitfahrbank", description="x" * 2_000))
    with store.reading() as reader:
        assert reader.count(Measure) == len(reader.history()) == reader.pulse() == 1
    with store.writing(HEAD) as desk:
        desk.add(Measure(title="passt noch"))


def test_a_password_is_never_shown():
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://amt:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(caught.value)
