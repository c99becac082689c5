"""Measure in Chromium what a person waits for: the first opening, and a change until the picture is repainted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.frames import Box, Recorder
from benchmarks.subjects import Subject
from tests.browser.server import Server
from tests.browser.visit import VIEWPORTS, Visit, launch, visiting

#: Remembers when the last real click or key press happened, on the same clock as the frames.
INPUT_CLOCK: Final = """for (const type of ["pointerup", "keydown"])
  addEventListener(type, e => { if (e.isTrusted) window.__input = performance.timeOrigin + e.timeStamp; }, {capture: true});"""
#: Remembers the first frame in which the picture was there, also inside components.
DRAWN_CLOCK: Final = """(selector => {
  const seek = tree => {
    const found = tree.querySelector(selector);
    if (found) return found;
    for (const host of tree.querySelectorAll("[data-testid^=stBidiComponent], [data-testid^=stBidiComponent] *"))
      if (host.shadowRoot) { const inside = seek(host.shadowRoot); if (inside) return inside; }
    return null;
  };
  const look = () => {
    const found = seek(document);
    if (found && found.getBoundingClientRect().width > 0) requestAnimationFrame(now => { window.__drawn = now; });
    else requestAnimationFrame(look);
  };
  look();
})(%s)"""


@dataclass
class Tab:
    """A tab under measurement."""

    visit: Visit
    subject: Subject
    recorder: Recorder

    @property
    def page(self) -> Page:
        """The page in the tab."""
        return self.visit.page

    def open(self) -> float:
        """Open the page as somebody who was never here; return ms until the picture is drawn."""
        self.page.goto(self.visit.address(self.subject.path), wait_until="commit")
        self.page.wait_for_function("window.__drawn", timeout=60_000)
        self.visit.wait_until_ready()
        return float(self.page.evaluate("window.__drawn"))

    def box(self) -> Box:
        """Return where on the page the picture is, as far as it is on the screen."""
        found = self.page.locator(self.subject.picture).first.bounding_box()
        if found is None:
            raise RuntimeError(f"{self.subject.name}: no picture {self.subject.picture}")
        width, height = VIEWPORTS["desktop"]
        return (
            found["x"],
            found["y"],
            min(found["width"], width - found["x"]),
            min(found["height"], height - found["y"]),
        )

    def change(self, step: int) -> float:
        """Choose an option not chosen before; return ms until the picture is repainted."""
        self.page.get_by_role("combobox", name=self.subject.label).first.click()
        options = self.page.get_by_role("option")
        options.first.wait_for()
        wanted = options.nth(step % options.count()).inner_text()
        chosen = self.page.get_by_role("option", name=wanted, exact=True)
        chosen.hover()
        self.recorder.wait_until_still(self.page, quiet=300)
        self.recorder.clear()
        chosen.click(no_wait_after=True)
        self.recorder.wait_until_still(self.page)
        clicked = float(self.page.evaluate("window.__input"))
        settled = self.recorder.settled_at(self.box(), clicked)
        if settled is None:
            raise RuntimeError(f"{self.subject.name}: the change was not drawn")
        return settled - clicked


@contextmanager
def measuring(browser: Browser, server: Server, subject: Subject) -> Iterator[Tab]:
    """Open a fresh tab (nothing cached) that is recorded."""
    with visiting(browser, server.url) as visit:
        session = visit.page.context.new_cdp_session(visit.page)
        visit.page.add_init_script(INPUT_CLOCK)
        visit.page.add_init_script(DRAWN_CLOCK % json.dumps(subject.drawn))
        recorder = Recorder(session, *VIEWPORTS["desktop"])
        yield Tab(visit, subject, recorder)


def measure(server: Server, subject: Subject, *, openings: int = 3, changes: int = 11) -> dict[str, float]:
    """Return the medians of the first opening and of a change."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        opened: list[float] = []
        for _ in range(openings):
            with measuring(browser, server, subject) as tab:
                opened.append(tab.open())
        with measuring(browser, server, subject) as tab:
            tab.open()
            tab.recorder.start()
            tab.change(1)
            repaints = [tab.change(step) for step in range(2, 2 + changes)]
        browser.close()
    return {"opening": median(opened), "repaint": median(repaints)}
