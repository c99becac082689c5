"""Every page in every size: drawn, German, within its width, without barriers, and asking nobody."""

from __future__ import annotations

from itertools import product

import pytest

from tests.browser import checks
from tests.browser.pages import url_paths
from tests.browser.visit import VIEWPORTS

PLACES = list(product(url_paths(), VIEWPORTS))


@pytest.fixture(scope="module", params=PLACES, ids=[f"{path or 'start'}-{size}" for path, size in PLACES])
def opened(request, app, tabs):
    """A page loaded once by its address for all the questions below; on the projector the desktop's window grows."""
    path, size = request.param
    tab = tabs.of(size)
    if size == "projector" and tab.page.url.split("?")[0] == f"{app.url}/{path}":
        tab.resize(size)
        tab.wait_until_ready(quiet=500)
    else:
        tab.begin(app.url, size)
        tab.open(path)
    tab.keep_picture(f"page-{path or 'start'}-{size}")
    return tab


def test_has_one_visible_headline(opened):
    headlines = [text.strip() for text in opened.page.locator("h1:visible").all_inner_texts()]
    assert len(headlines) == 1
    assert headlines[0]


def test_has_a_german_title(opened):
    assert opened.page.title().strip()
    assert "Streamlit" not in opened.page.title()


def test_speaks_german_to_screen_readers(opened):
    assert opened.page.evaluate("document.documentElement.lang") == "de"


def test_shows_no_english(opened):
    assert not checks.english_words(opened.page)


def test_fits_its_width(opened):
    assert not checks.overflowing(opened.page)


def test_has_no_barriers(opened):
    barriers = checks.barriers(opened.page)
    assert not barriers, "\n".join(barriers)


def test_pictures_can_be_read_without_eyes(opened):
    """Every picture of ours names itself or is hidden from screen readers; Streamlit's table keeps its own grid inside."""
    assert not checks.unnamed_pictures(opened.page)


def test_asks_nobody_and_complains_about_nothing(opened):
    """Last on purpose: it looks back on everything the tab did."""
    assert not opened.trouble, "\n".join(opened.trouble)
