"""The questions a mayor asks: from the start page, each is answered on one screen within three clicks.

The place is typed and taken from the list (two clicks), the third click is the question. With BILDER_DER_ANTWORTEN set to a
folder, a picture of every answer is left there; those in ``docs/fragen`` are made so.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from views.questions import QUESTIONS

PLACE = "Walkendorf"
ANSWERS = {
    "kinder": r"Walkendorf[\s\S]*142 von 888 Menschen",
    "junge": r"18 Menschen von 18 bis 24 Jahren weniger zu als fort",
    "aeltere": r"Walkendorf",
    "zukunft": r"leben in Walkendorf etwa \d",
    "kita": r"Kita-Alter|von 3 bis 5",
    "schule": r"9,6\s?km",
    "leerstand": r"59 von 525 Wohnungen",
    "besser": r"In Walkendorf",
    "aehnlich": r"Walkendorf am ähnlichsten",
    "auffaellig": r"Walkendorf",
}
ON_SCREEN = """() => {
  const seen = [];
  const walk = document.createTreeWalker(document.querySelector("[data-testid=stMain]"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width && box.bottom > 0 && box.top < innerHeight) seen.push(node.data);
  }
  return seen.join(" ");
}"""


DOCS = Path(__file__).parents[2] / "docs"


def keep(page, name):
    folder = os.environ.get("BILDER_DER_ANTWORTEN")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_every_question_has_an_expected_answer():
    assert set(ANSWERS) == {question.id for question in QUESTIONS}


def test_every_question_is_told_with_a_picture():
    told = (DOCS / "fragen.md").read_text(encoding="utf-8")
    for question in QUESTIONS:
        assert question.words in told
        assert (DOCS / "fragen" / f"{question.id}.png").is_file()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_mayor_finds_the_answer_within_three_clicks_on_one_screen(visit, question):
    page = visit.open()
    page.get_by_role("combobox", name="Gebiet").first.fill(PLACE)
    page.get_by_role("option", name=PLACE, exact=True).click()
    visit.wait_until_ready()
    page.get_by_role("link", name=question.words, exact=True).click()
    visit.wait_until_ready()
    on_screen = re.sub(r"\s+", " ", page.evaluate(ON_SCREEN))
    assert re.search(ANSWERS[question.id], on_screen), on_screen
    keep(page, question.id)
