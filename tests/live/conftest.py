"""The same fresh stores as the tests of the store itself."""

from tests.workshop.conftest import new_address, new_store, sqlite_template, store

__all__ = ["new_address", "new_store", "sqlite_template", "store"]
