"""Fixtures: the running app, Chromium, and a tab that fails the test if anything in it went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import CODE, ROOT, serving
from tests.browser.visit import Tabs, launch
from views import qr
from views.serve import OWN_CODE

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember on the test whether it failed, and take a picture of its tab."""
    report = yield
    visit = getattr(item, "funcargs", {}).get("visit")
    if report.when == "call" and report.failed and visit is not None:
        visit.keep_picture(item.name)
    return report


@pytest.fixture(scope="session")
def app():
    """The real app with the shipped data, a code for signing in, and the address that phones are told."""
    with serving(ROOT / "app.py", {OWN_CODE: CODE, qr.SETTING: "http://192.168.178.20:8501"}) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """Chromium without a way out."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tabs(browser):
    """The tabs of this run; what has to find a browser that was never here uses ``visiting``."""
    return Tabs(browser)


@pytest.fixture
def viewport(request):
    """The size of the tab; parametrise indirectly for another one."""
    return getattr(request, "param", "desktop")


@pytest.fixture
def visit(app, tabs, viewport):
    """An empty tab; whatever goes wrong in it fails the test at the end."""
    tab = tabs.of(viewport)
    tab.begin(app.url, viewport)
    yield tab
    assert not tab.trouble, "\n".join(tab.trouble)
