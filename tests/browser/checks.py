"""What must hold on any page, asked of the browser itself."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
#: Parts of Streamlit that we cannot mend, each with the reason; our own content is never listed here.
STREAMLIT_INTERNALS: dict[str, str] = {
    "[data-testid=stSidebarNavItems]": "on a phone Streamlit's menu puts its section headings between the items of the list",
}
#: Words by which Streamlit's own English gives itself away; none of them is a German word.
ENGLISH = re.compile(
    r"\b(?:Add|Browse files|Cancel|Choose|Choose an? option|Clear all|Clear value|Close fullscreen|Connecting|Copy to"
    r"|Download|Drag and drop|Error|Expand|Fullscreen|Increment|Decrement|Link to heading|Loading|Main menu|More|App pages"
    r"|Navigate|Next|No data|No results|Open sidebar|Page not found|Please|Press Enter|Previous|Print|Rerun|Running|Search"
    r"|Select|Select all|Settings|Show|Show/hide columns|Skip to main content|Stop script|Theme|Try again|Upload|View less)\b"
)
#: All trees of the page: the document's own and those inside our components.
TREES = """const trees = [document.body];
  for (const tree of trees)
    for (const element of tree.querySelectorAll("*")) if (element.shadowRoot) trees.push(element.shadowRoot);"""
VISIBLE_NAMES = f"""() => {{
  {TREES}
  return trees.flatMap(tree => [...tree.querySelectorAll("[aria-label], [placeholder], [title], img[alt]")])
    .filter(element => element.checkVisibility())
    .flatMap(element => ["aria-label", "placeholder", "title", "alt"].map(name => element.getAttribute(name)))
    .filter(Boolean);
}}"""
VISIBLE_TEXTS = f"""() => {{
  {TREES}
  const found = [];
  for (const tree of trees) {{
    const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {{
      const element = walker.currentNode.parentElement;
      if (element && !element.closest("style, script") && element.checkVisibility()) found.push(walker.currentNode.data.trim());
    }}
  }}
  return found.filter(Boolean);
}}"""
OVERFLOWING = f"""() => {{
  {TREES}
  const width = document.documentElement.clientWidth;
  const above = element => element.parentElement || (element.getRootNode().host ?? null);
  const scrolls = element => {{
    for (let at = element; at && at !== document.body; at = above(at)) {{
      const style = getComputedStyle(at);
      if (style.position === "fixed" || style.clip !== "auto" || style.clipPath !== "none") return true;
      if (at.dataset.testid !== "stMain" && ["auto", "scroll"].includes(style.overflowX)) return true;
      if (at.localName === "svg" && style.overflow === "hidden") return true;
    }}
    return false;
  }};
  const found = [];
  for (const tree of trees) {{
    const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {{
      const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
      if (!text || !element?.checkVisibility({{opacityProperty: true, visibilityProperty: true}})) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      if (box.width > 1 && (box.right > width + 1 || box.left < -1) && !scrolls(element)) found.push(text);
    }}
  }}
  const main = document.querySelector("[data-testid=stMain]") || document.scrollingElement;
  if (main.scrollWidth > main.clientWidth + 1) found.push(`page: ${{main.scrollWidth}} px in ${{main.clientWidth}} px`);
  return found.slice(0, 8);
}}"""
UNNAMED_PICTURES = f"""() => {{
  {TREES}
  const named = "[aria-hidden=true], button, [role=img][aria-label], [role=presentation], [data-testid=stDataFrame]";
  return trees.flatMap(tree => [...tree.querySelectorAll("svg, canvas")])
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().width > 60 && !element.closest(named))
    .filter(element => !element.getAttribute("aria-label") && !element.querySelector(":scope > title"))
    .map(element => element.outerHTML.slice(0, 160));
}}"""


@cache
def axe_script() -> str:
    """Return axe-core's source from the installed package."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def english_words(page: Page) -> set[str]:
    """Return the English of Streamlit that a reader sees or a screen reader speaks."""
    spoken = [*page.evaluate(VISIBLE_TEXTS), *page.evaluate(VISIBLE_NAMES)]
    return {hit.group() for text in spoken for hit in ENGLISH.finditer(text)}


def overflowing(page: Page) -> list[str]:
    """Return texts that stick out of the page sideways and cannot be scrolled to on their own."""
    found: list[str] = page.evaluate(OVERFLOWING)
    return found


def unnamed_pictures(page: Page) -> list[str]:
    """Return drawings that neither name themselves nor are hidden from screen readers."""
    found: list[str] = page.evaluate(UNNAMED_PICTURES)
    return found


def _describe(violation: dict[str, Any]) -> str:
    """Say in one line per place what a rule of axe-core found."""
    places = [f"  {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in violation["nodes"][:4]]
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places])


def barriers(page: Page) -> list[str]:
    """Return what keeps people with disabilities out, as far as axe-core can tell (WCAG 2.1 A and AA)."""
    page.evaluate(axe_script())
    context = {"include": [["body"]], "exclude": [[selector] for selector in STREAMLIT_INTERNALS]}
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    run = "([context, options]) => axe.run(context, options).then(result => result.violations)"
    return [_describe(violation) for violation in page.evaluate(run, [context, options])]
