"""Which pages the app has: its own register, so that a new page is tested without anybody remembering it."""

from __future__ import annotations

from views.navigation import ENTRIES


def url_paths() -> list[str]:
    """Return the URL paths of all pages in the order of the navigation; the first page of the app has the empty path."""
    return [entry.url_path for entry in ENTRIES]
