"""The house keeps its shape: figures flow upwards, modules stay readable, nobody phones home."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: What each floor may import besides itself.
MAY_IMPORT = {
    "data": set(),
    "indicators": {"data"},
    "workshop": set(),
    "views": {"data", "indicators", "workshop"},
    "reports": {"data", "indicators", "views", "workshop"},
    "pages": {"data", "indicators", "views", "reports", "workshop"},
    "app": {"data", "indicators", "views", "reports", "workshop", "pages"},
}
SCREENLESS = ("data", "indicators", "workshop")
SCREEN_LIBRARIES = {"streamlit", "plotly", "folium", "streamlit_folium", "altair", "pydeck"}
NETWORK_LIBRARIES = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "urllib.request", "urllib3"}
#: Addresses that may stand in code: names, links a person follows, and the one map that is off until switched on.
ALLOWED_HOSTS = {
    "creativecommons.org": "licence text",
    "interoperable-europe.ec.europa.eu": "licence text of this program",
    "www.govdata.de": "licence text",
    "specs.frictionlessdata.io": "name of the data package format",
    "www.w3.org": "name of the SVG format",
    "www.openstreetmap.org": "credit of the online background map",
    "tile.openstreetmap.org": "online background map, off by default",
    "{s}.tile.openstreetmap.org": "online background map, off by default",
    "sgx.geodatenzentrum.de": "online background map, off by default",
    "basemap.de": "credit of the online background map",
}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 45
REGION_TABLE = ROOT / "data" / "tables" / "regions.csv"
FORBIDDEN_TEXT = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.])/(?:root|home|Users)/\w",
        r"(?<![\w./])/(?:work|opt(?!/homebrew))/\w",
        r"\.\./shared\b",
        r"py" + r"pi\.org|pythonhosted\.org|registry\." + r"npmjs|deb\." + r"debian\.org",
    )
]
DRAWERS = {"common", "helper", "helpers", "misc", "tools", "util", "utils"}


def tracked_files() -> list[Path]:
    """Return what belongs to the project: Git's list with new files, or everything unhidden without Git."""
    listing = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        answer = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in answer.split("\0") if name and (ROOT / name).is_file()]


FILES = tracked_files()
CODE = sorted(path for path in FILES if path.suffix == ".py")
SCRIPTS = sorted(path for path in FILES if path.suffix in {".js", ".css"})
FLOOR_CODE = [path for path in CODE if path.relative_to(ROOT).with_suffix("").parts[0] in MAY_IMPORT]


def name_of(path: Path) -> str:
    """Return a path as people write it, for test names and messages."""
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    """Run a test once per file, named after the file."""
    return pytest.mark.parametrize("path", paths, ids=name_of)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


@cache
def imported(path: Path) -> frozenset[str]:
    """Return the full names of all modules that a file imports, wherever in the file."""
    package = path.relative_to(ROOT).parts[:-1]
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and value of every string constant that is not a docstring."""
    tree = tree_of(path)
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    heads = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    docstrings = {id(head.value) for head in heads if isinstance(head, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_there_is_something_to_check():
    assert len(FLOOR_CODE) > 10


@each(FLOOR_CODE)
def test_nobody_imports_upwards(path):
    floor = path.relative_to(ROOT).with_suffix("").parts[0]
    own = {name.split(".")[0] for name in imported(path)} & MAY_IMPORT.keys()
    assert own - {floor} <= MAY_IMPORT[floor]


@each([path for path in FLOOR_CODE if path.relative_to(ROOT).parts[0] in SCREENLESS])
def test_figures_need_no_screen(path):
    assert not {name.split(".")[0] for name in imported(path)} & SCREEN_LIBRARIES


@each([path for path in FLOOR_CODE if path.relative_to(ROOT).parts[0] == "pages"])
def test_pages_compute_nothing(path):
    """A page composes: tables and arithmetic on them belong into views and indicators."""
    assert not {name.split(".")[0] for name in imported(path)} & {"numpy", "scipy", "geopandas", "shapely"}


@each(FLOOR_CODE)
def test_no_code_asks_the_network(path):
    asking = {name for name in imported(path) if any(name == f or name.startswith(f + ".") for f in NETWORK_LIBRARIES)}
    assert not asking


@each(FLOOR_CODE + SCRIPTS)
def test_no_foreign_address_in_code(path):
    hosts = set(re.findall(r"(?:https?|wss?)://([^/\s\"'`<>)\\]+)", path.read_text(encoding="utf-8")))
    assert hosts <= ALLOWED_HOSTS.keys()


def region_keys() -> set[str]:
    """Return the keys of the shipped package's regions, but those that name no particular place of this package."""
    with REGION_TABLE.open(encoding="utf-8", newline="") as file:
        return {row["region_id"] for row in csv.DictReader(file) if row["region_id"][:5].isdigit()}


KEYS = region_keys()


@each(FLOOR_CODE)
def test_no_region_key_in_code(path):
    """Another county is another command line: keys of regions stand in tables only."""
    assert not {(line, text) for line, text in texts(path) if text in KEYS or "13072" in text}


@each(SCRIPTS)
def test_no_region_key_in_scripts(path):
    assert "13072" not in path.read_text(encoding="utf-8")


@each(CODE + SCRIPTS)
def test_module_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's body has without the docstring."""
    statements = function.body[int(ast.get_docstring(function) is not None) :]
    return (function.end_lineno or 0) - statements[0].lineno + 1 if statements else 0


@each(CODE)
def test_functions_are_short(path):
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: length(node) for node in functions}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}


@each(CODE)
def test_no_drawer_for_odds_and_ends(path):
    assert path.stem not in DRAWERS


def test_no_machine_and_no_package_index_is_named():
    """Tables are left out: they hold publishers' addresses, which people follow."""
    checked = [path for path in FILES if path.suffix not in {".csv", ".parquet", ".geojson", ".png", ".ttf", ".woff2"}]
    found = []
    for path in checked:
        if path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{name_of(path)}: {hit.group()}" for pattern in FORBIDDEN_TEXT for hit in pattern.finditer(text)]
    assert not found
