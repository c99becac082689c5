"""Run the migrations on the connection that :mod:`workshop.migrate` hands over."""

from __future__ import annotations

from alembic import context

from workshop.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
