"""The same fresh stores as the tests of the store itself."""

from tests.workshop.conftest import fast_folder, new_address, new_store, sqlite_template, store

__all__ = ["fast_folder", "new_address", "new_store", "sqlite_template", "store"]
