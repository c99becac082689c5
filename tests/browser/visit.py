"""One browser tab on the app: opens pages, waits until they are drawn, and writes down whatever looks wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

import run
from tests.browser.server import CODE, LEFTOVERS

VIEWPORTS = {"desktop": (1440, 900), "projector": (1920, 1080), "phone": (390, 844)}
LOCAL = {"localhost", "127.0.0.1", "::1"}
FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
#: Opened below the root, Streamlit first looks for its server beneath the page's own path, then higher up: part of its start.
SERVER_SEARCH = re.compile(r"/[^/]+/_stcore/(?:health|host-config)$")
#: Writes down when the page last told the server something and when it last heard from it.
WIRE = """(() => {
  window.told = window.heard = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...words) {
    if (!this.watched) this.addEventListener("message", () => { window.heard = performance.now(); });
    this.watched = true;
    window.told = performance.now();
    return send.apply(this, words);
  };
})()"""
#: Ready: connected, the server has answered, the script has finished, nothing is announced as loading, fonts are there, and the page holds still.
READY = """([quiet, limit]) => new Promise((done, fail) => {
  const start = performance.now();
  let moved = start;
  const observer = new MutationObserver(() => { moved = performance.now(); });
  observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const look = () => {
    const now = performance.now();
    const app = document.querySelector("[data-testid=stApp]");
    const idle = app && app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED"
      && document.querySelector("[data-testid=stElementContainer]")
      && !document.querySelector("[data-testid=stSkeleton], [data-testid=stSpinner], [aria-busy=true]")
      && !(window.told > window.heard && now - window.told < 5000);
    if (idle && now - moved >= quiet && document.fonts.status === "loaded") { observer.disconnect(); done(true); }
    else if (now - start > limit) { observer.disconnect(); fail(new Error("not ready after " + limit + " ms")); }
    else setTimeout(look, 50);
  };
  look();
})"""


def is_outside(url: str) -> bool:
    """Tell whether an address leads to another machine."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss", "ftp"} and parts.hostname not in LOCAL


def launch(playwright: Playwright) -> Browser:
    """Start Chromium with every host name but this machine's unresolvable."""
    return playwright.chromium.launch(executable_path=run.find_chromium(), args=FLAGS)


class Visit:
    """A tab and the list of everything that should not have happened in it."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.trouble: list[str] = []
        self.page.on("request", self._on_request)
        self.page.on("websocket", lambda socket: self._note_outside(socket.url))
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        self.page.on("response", self._on_response)
        self.page.on("requestfailed", self._on_failure)

    def _note_outside(self, url: str) -> None:
        if is_outside(url):
            self.trouble.append(f"asked outside: {url}")

    def _on_request(self, request: Request) -> None:
        self._note_outside(request.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not SERVER_SEARCH.search(message.location.get("url", "")):
            self.trouble.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not SERVER_SEARCH.search(response.url):
            self.trouble.append(f"answer {response.status}: {response.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"request failed: {request.url} ({request.failure})")

    def begin(self, base: str, viewport: str) -> None:
        """Turn to an app with an empty page in a window of the given size, and forget what was."""
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.page.emulate_media(media="null", reduced_motion="reduce")
        self.resize(viewport)
        self.base = base
        self.trouble.clear()

    def resize(self, viewport: str) -> None:
        """Make the window as large as one of the sizes."""
        width, height = VIEWPORTS[viewport]
        self.page.set_viewport_size({"width": width, "height": height})

    def address(self, path: str = "", **query: str) -> str:
        """Return the address of a page of the app with its query."""
        return f"{self.base}/{path}{'?' + urlencode(query) if query else ''}"

    def open(self, path: str = "", **query: str) -> Page:
        """Open a page of the app by its URL path and wait until it is drawn."""
        self.page.goto(self.address(path, **query))
        return self.wait_until_ready()

    def wait_until_ready(self, quiet: int = 300, limit: int = 60_000) -> Page:
        """Wait until the script has run and the page has held still for `quiet` ms."""
        self.page.evaluate(READY, [quiet, limit])
        if self.page.locator("[data-testid=stException]").count():
            self.trouble.append("the page shows an exception")
        return self.page

    def choose(self, label: str, option: str) -> Page:
        """Pick an option of the selectbox called `label`, as a person would, and wait."""
        self.pick(self.page.get_by_role("combobox", name=label).first, option)
        return self.wait_until_ready()

    def pick(self, chooser: Locator, option: str | re.Pattern[str]) -> None:
        """Open a chooser and click its option once the list holds still under the mouse.

        The list scrolls to what is chosen when it opens, and to what the mouse points at. A click that goes down on an option and
        up beside it chooses nothing, and the list stays open.
        """
        chooser.click()
        offered = self.page.get_by_role("option", name=option, exact=isinstance(option, str)).first
        offered.hover()
        self.wait_until_ready()
        offered.click()
        expect(offered).to_be_hidden()

    def follow(self, title: str) -> Page:
        """Go to a page by the navigation, opening the heading it stands under where needed."""
        link = self.page.get_by_test_id("stTopNav").get_by_role("link", name=title, exact=True)
        if not link.count():
            self.page.get_by_test_id("stTopNavSection").click()
            link = self.page.get_by_role("menuitem", name=title, exact=True)
        link.click()
        return self.page

    def keep_picture(self, name: str) -> None:
        """Leave a picture of what is on the screen in the folder for leftovers."""
        LEFTOVERS.mkdir(exist_ok=True)
        safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
        self.page.screenshot(path=LEFTOVERS / f"{safe}.png")


def sign_in(page: Page, base: str, back: str) -> None:
    """Sign in with the code of the tests, and go on at a path."""
    page.goto(f"{base}/anmelden?zurueck={back}")
    page.get_by_label("Code").fill(CODE)
    page.get_by_label("Ihr Name").fill("Frau Abend")
    page.get_by_role("button", name="Anmelden").click()


def german_window(browser: Browser, viewport: str, sharpness: float = 1) -> BrowserContext:
    """Open a window of the given size (and pixels per point), as a German reader's browser has it."""
    width, height = VIEWPORTS[viewport]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="de-DE",
        timezone_id="Europe/Berlin",
        has_touch=viewport == "phone",
        reduced_motion="reduce",
        device_scale_factor=sharpness,
    )
    context.set_default_timeout(15_000)
    context.add_init_script(WIRE)
    return context


@contextmanager
def visiting(browser: Browser, base: str, viewport: str = "desktop") -> Iterator[Visit]:
    """Open a tab of the given size in a browser that was never here, while the block runs."""
    context = german_window(browser, viewport)
    try:
        yield Visit(context, base)
    finally:
        context.close()


class Tabs:
    """Two tabs that tests take in turns, one with a mouse and one that is touched: only the first page has to load Streamlit."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: dict[bool, Visit] = {}

    def of(self, viewport: str) -> Visit:
        """Return the tab for a size as the test before left it."""
        touched = viewport == "phone"
        if touched not in self.kept or self.kept[touched].page.is_closed():
            self.kept[touched] = Visit(german_window(self.browser, viewport), "")
        return self.kept[touched]
