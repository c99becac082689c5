"""Bring a store's tables up to date, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from workshop.errors import StoreError

FOLDER: Final = Path(__file__).with_name("migrations")
#: Several processes may start at once; PostgreSQL lets one of them through at a time.
LOCK: Final = 7_202_611


def upgrade(engine: sa.Engine) -> None:
    """Make or migrate the tables.

    Raises
    ------
    StoreError
        The store was written by a newer version of this program.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    script = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(kommunalprofil_writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        at = MigrationContext.configure(connection).get_current_revision()
        if at == script.get_current_head():
            return
        if at is not None and at not in {revision.revision for revision in script.walk_revisions()}:
            raise StoreError(
                "Die Ablage der Werkstatt wurde mit einer neueren Version dieses Programms geschrieben. "
                "Bitte das Programm aktualisieren; an der Ablage wurde nichts verändert."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
