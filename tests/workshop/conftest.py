"""Fresh stores: on SQLite, and on a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.workshop.postgres import PostgresServer, fast_place
from workshop.store import Store
from workshop.tables import ABOUT

#: Read before the tests' own environment is cleaned.
GIVEN_SERVER = os.environ.get("KOMMUNALPROFIL_TEST_POSTGRES", "")
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "werkstatt.sqlite"
    Store.open(str(path)).close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test run."""
    server = PostgresServer()
    yield server
    server.stop()


class Databases:
    """Makes fresh databases out of a migrated one."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self.address = address
        self.template = self.empty()
        Store.open(self.address(self.template)).close()
        self.made = [self.template]

    def _command(self, command: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(command)

    def empty(self, template: str = "template0") -> str:
        name = f"kp_{uuid.uuid4().hex}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def fresh(self) -> str:
        self.made.append(self.empty(self.template))
        return self.address(self.made[-1])

    def drop(self) -> None:
        for name in self.made:
            self._command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(request) -> Iterator[Databases]:
    """PostgreSQL's databases; the given server's are removed afterwards, the own server goes with them."""
    if GIVEN_SERVER:
        given = sa.make_url(GIVEN_SERVER).set(drivername="postgresql")
        made = Databases(lambda name: given.set(database=name).render_as_string(hide_password=False))
        yield made
        made.drop()
    else:
        yield Databases(request.getfixturevalue("postgres_server").url)


@pytest.fixture(scope="session")
def fast_folder() -> Iterator[Path]:
    """A folder where waiting for the disk takes no time, where there is one."""
    with tempfile.TemporaryDirectory(prefix="kp-sqlite-", dir=fast_place()) as folder:
        yield Path(folder)


@pytest.fixture
def new_address(request, fast_folder) -> Callable[[str], str]:
    """Makes the address of one more migrated, empty database of the kind asked for."""

    def make(kind: str) -> str:
        if kind == "postgresql":
            address = request.getfixturevalue("databases").fresh()
        else:
            address = str(fast_folder / f"{uuid.uuid4().hex}.sqlite")
            shutil.copyfile(request.getfixturevalue("sqlite_template"), address)
        return address

    return make


@pytest.fixture
def new_store(new_address) -> Iterator[Callable[..., Store]]:
    """Makes one more empty store, each with an identity of its own; all are closed afterwards."""
    opened: list[Store] = []

    def make(kind: str = "sqlite") -> Store:
        store = Store.open(new_address(kind))
        with store.engine.begin() as connection:
            connection.execute(sa.update(ABOUT).where(ABOUT.c.name == "store_id").values(value=str(uuid.uuid4())))
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store) -> Store:
    """An empty store on SQLite."""
    return new_store()


@pytest.fixture(params=DATABASES)
def any_store(request, new_store) -> Store:
    """An empty store, once on SQLite and once on PostgreSQL."""
    return new_store(request.param)


@pytest.fixture
def stores(new_store) -> dict[str, Store]:
    """Two empty stores: on SQLite and on PostgreSQL."""
    return {kind: new_store(kind) for kind in DATABASES}
