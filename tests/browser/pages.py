"""Which pages the app has, read from its source, so that a new page is tested without anybody remembering it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.browser.server import ROOT


def _is_page(node: ast.AST) -> bool:
    """Tell whether a node calls ``st.Page(…)`` or a function of ours named ``page``."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"Page", "page"}


def _paths(source: str) -> Iterator[str]:
    """Yield the URL path of every page that a module registers; the first page of the app has the empty path."""
    for node in ast.walk(ast.parse(source)):
        if not _is_page(node):
            continue
        words = {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
        if words.get("default"):
            yield ""
        elif isinstance(words.get("url_path"), str):
            yield words["url_path"]


def url_paths() -> list[str]:
    """Return the URL paths of all pages in the order in which the app registers them."""
    return list(dict.fromkeys(_paths((ROOT / "app.py").read_text(encoding="utf-8"))))
