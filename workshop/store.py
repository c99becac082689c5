"""The store: a database (SQLite in WAL mode, or PostgreSQL by URL) opened, brought up to date, read and written.

>>> import tempfile, pathlib
>>> from workshop.records import Measure
>>> from workshop.roles import Role, Writer
>>> store = Store.open(str(pathlib.Path(tempfile.mkdtemp()) / "werkstatt.sqlite"))
>>> with store.writing(Writer("p1", "Frau Beispiel", Role.MITWIRKENDE)) as desk:
...     measure = desk.add(Measure(title="Mitfahrbank"))
>>> with store.reading() as reader:
...     reader.get(Measure, measure.id).title
'Mitfahrbank'
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from workshop import migrate
from workshop.desk import Desk
from workshop.errors import StoreError
from workshop.reader import Reader
from workshop.roles import Writer
from workshop.tables import ABOUT, PULSE

SECONDS_TO_WAIT: Final = 30
CONNECTIONS: Final = 20
"""Kept open, so that a room full of phones does not open a file for each tap."""
WRITING: Final = {"kommunalprofil_writing": True}


class Store:
    """An open store; may be shared by threads. Get one by :meth:`open`."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, address: str) -> Store:
        """Open a store, making and migrating it where needed.

        Parameters
        ----------
        address : str
            A file's path (SQLite) or a URL such as ``postgresql://user:password@host/name``.

        Raises
        ------
        StoreError
            It cannot be reached, or was written by a newer version of this program.
        """
        engine = None
        try:
            engine = _engine(address)
            migrate.upgrade(engine)
        except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
            if engine is not None:
                engine.dispose()
            raise StoreError(
                f"Die Ablage der Werkstatt lässt sich nicht öffnen ({_shown(address)}). "
                f"Bitte Pfad, Rechte und freien Platz prüfen. Meldung der Datenbank: {type(error).__name__}"
            ) from error
        except StoreError:
            if engine is not None:
                engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read one state of the store."""
        # One state even while others write: SQLite gives it by itself, PostgreSQL when asked.
        how = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with _told(), self.engine.connect().execution_options(**how) as connection:
            yield Reader(connection)

    @contextmanager
    def writing(self, writer: Writer) -> Iterator[Desk]:
        """Write in one transaction: all of it is kept when the block ends well, nothing of it otherwise.

        Raises
        ------
        StoreError
            The database does not answer (any more), is full or must not be written.
        """
        with _told(), self.engine.connect().execution_options(**WRITING) as connection, connection.begin():
            # Taken first, this row puts all writers in one order, which is also the order of the history.
            counted = sa.update(PULSE).values(number=PULSE.c.number + 1).returning(PULSE.c.number)
            yield Desk(connection, writer, connection.execute(counted).scalar_one())

    def pulse(self) -> int:
        """Count the commits: the same number means that nothing was written meanwhile."""
        with self.reading() as reader:
            return reader.pulse()

    def about(self, name: str) -> str:
        """Read what the store notes about itself; empty where it does not."""
        with self.reading() as reader:
            return str(reader.connection.execute(sa.select(ABOUT.c.value).where(ABOUT.c.name == name)).scalar() or "")

    @property
    def store_id(self) -> str:
        """Tell this store from others, in exports and merges."""
        return self.about("store_id")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Say in German that the database does not answer."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(
            "Die Ablage der Werkstatt antwortet gerade nicht. Was Sie zuletzt eingegeben haben, ist wahrscheinlich nicht "
            "gespeichert: bitte gleich noch einmal versuchen und nachsehen."
        ) from error


def new_id() -> str:
    """Make an id that no other store will make."""
    return str(uuid.uuid4())


def same_id(*parts: str) -> str:
    """Make the same id from the same parts: what is sent twice is stored once."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(part.encode("unicode_escape").decode() for part in parts)))


def _engine(address: str) -> sa.Engine:
    if "://" in address and not address.startswith("sqlite:"):
        url = sa.make_url(address)
        if url.get_backend_name() in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        return sa.create_engine(url, pool_pre_ping=True)
    path = Path(address.removeprefix("sqlite:///"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Der Ordner {path.parent} lässt sich nicht anlegen. Bitte Rechte prüfen.") from error
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": SECONDS_TO_WAIT}, pool_size=CONNECTIONS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    """Let us begin transactions ourselves; a commit is on the disk before it is confirmed."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: taking it later would fail if somebody else wrote in between.
    writing = connection.get_execution_options().get("kommunalprofil_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _shown(address: str) -> str:
    """Name an address without its password."""
    if "://" not in address:
        return address
    try:
        return sa.make_url(address).render_as_string(hide_password=True)
    except (SQLAlchemyError, ValueError):
        return address.split("://")[0] + "://…"
