"""The watchman is awake: what the browser tests rely on does notice trouble."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.pages import url_paths
from tests.browser.server import ROOT
from tests.browser.visit import is_outside, visiting
from views.navigation import ENTRIES


@pytest.fixture(scope="module")
def tab(app, browser):
    """A tab that is allowed to have trouble, and has none to begin with."""
    with visiting(browser, app.url) as tab:
        tab.open()
        assert not tab.trouble
        yield tab


@pytest.mark.parametrize(
    ("url", "outside"),
    [
        ("http://localhost:8501/", False),
        ("ws://127.0.0.1:8501/_stcore/stream", False),
        ("data:image/png;base64,AAAA", False),
        ("blob:http://localhost/1", False),
        ("https://tile.openstreetmap.org/1/1/1.png", True),
        ("http://localhost.evil.example/", True),
        ("http://localhost@evil.example/", True),
    ],
)
def test_outside_is_told_from_inside(url, outside):
    assert is_outside(url) is outside


def test_an_outside_request_is_noticed_and_fails(tab):
    reached = tab.page.evaluate("fetch('https://example.org/').then(() => true, () => false)")
    assert not reached
    assert any(text.startswith("asked outside: https://example.org/") for text in tab.trouble)


def test_errors_in_the_page_are_noticed(tab):
    with tab.page.expect_event("pageerror"):
        tab.page.evaluate("console.error('Kartenfehler'); setTimeout(() => { throw new Error('Wurf'); })")
    assert "console: Kartenfehler" in tab.trouble
    assert any("Wurf" in text for text in tab.trouble)


def test_barriers_are_found(tab):
    tab.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<main><img src=\"data:,\"><button></button></main>')"
    )
    assert {text.split(" ")[0] for text in checks.barriers(tab.page)} >= {"image-alt", "button-name"}


def test_english_and_overflow_are_found(tab):
    tab.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"margin-left:99vw;width:50vw\">Choose</p>')"
    )
    assert "Choose" in checks.english_words(tab.page)
    assert "Choose" in checks.overflowing(tab.page)


def test_every_page_script_is_tested():
    """No page lies in the folder without being registered, and so opened by the other tests."""
    assert {entry.file for entry in ENTRIES} == {path.name for path in (ROOT / "pages").glob("[!_]*.py")}
    assert "" in url_paths()
    assert len(set(url_paths())) == len(ENTRIES)
