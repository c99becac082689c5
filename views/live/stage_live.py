"""The scenes that live: questions, idea rounds and votings, as far as the host has released them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from views.event_data import Evening
from views.formats import number
from views.live.stage_join import joining
from views.live.stage_parts import Drawn, bar, card, shortened
from views.svg import Markup, join, tag
from workshop import events, round_state
from workshop.records import Answer, Idea, Scene

SHOWN_TARGETS: Final = 7
LONGEST_OPTION: Final = 120
WAITING_IDEAS: Final = "Die ersten Ideen erscheinen hier, sobald die Moderation sie zeigt."
COVERED_WORDS: Final = "Das Ergebnis bleibt verdeckt, bis alle fertig sind."
Result = tuple[str, int | None]
"""The words of an option and its count, if it may be seen."""
WAITING_ANSWERS: Final = "Die ersten Antworten erscheinen hier, sobald die Moderation sie zeigt."


def draw(evening: Evening, scene: Scene) -> Drawn:
    """Draw a scene that lives."""
    return {"frage": _question, "ideen": _ideas, "abstimmung": _voting}[scene.sort](evening, scene)


def _counted(count: int, one: str, many: str) -> Markup:
    return tag("p", tag("b", number(count)), f" {one if count == 1 else many}", class_="counted")


# -- ideas -------------------------------------------------------------------------------------------------------------


def _ideas(evening: Evening, scene: Scene) -> Drawn:
    shown = evening.ideas_of(scene)
    came = sum(idea.scene_id in (scene.id, "") and idea.state != events.HIDDEN for idea in evening.ideas)
    wanted = [str(name) for name in scene.detail.get("field_ids", ())]
    groups = events.grouped(shown, wanted)
    parts = [
        _group(evening.field_name(name) if len(groups) > 1 or name else "", ideas) for name, ideas in groups.items()
    ]
    body = tag("div", *parts, class_="cards", data_pages="") if parts else tag("p", WAITING_IDEAS, class_="gap")
    counted = _counted(came, "Idee bisher", "Ideen bisher") if came else Markup("")
    hidden = came - len(shown)
    remark = tag("p", f"{number(hidden)} davon noch nicht gezeigt", class_="remark") if hidden else Markup("")
    return Drawn(body, joining(evening, scene.sort) + counted + remark)


def _group(title: str, ideas: Sequence[Idea]) -> Markup:
    """Write the ideas of a field, the newest first."""
    head = [tag("h2", title, tag("span", number(len(ideas))))] if title else []
    return tag("div", *head, tag("ul", *(card(idea.text, key=idea.id) for idea in reversed(ideas))), class_="group")


# -- questions ---------------------------------------------------------------------------------------------------------


def _question(evening: Evening, scene: Scene) -> Drawn:
    answers = evening.answers_to(scene)
    side = joining(evening, scene.sort) + (_counted(len(answers), "Antwort", "Antworten") if answers else Markup(""))
    if not events.options_of(scene):
        return Drawn(_open_answers(evening, answers), side)
    counts = events.chosen(scene, answers)
    covered = bool(scene.detail.get(events.COVERED))
    rows: list[Result] = [(words, None if covered or not answers else count) for words, count in counts.items()]
    return Drawn(_results(rows, "Antwort", covered=covered), side)


def _open_answers(evening: Evening, answers: Sequence[Answer]) -> Markup:
    shown = [answer for answer in answers if events.is_shown(evening.event, answer) and answer.text.strip()]
    if not shown:
        return tag("p", WAITING_ANSWERS, class_="gap")
    cards = tag("ul", *(card(answer.text, key=answer.id) for answer in reversed(shown)))
    return tag("div", tag("div", cards, class_="group"), class_="cards", data_pages="")


# -- votings -----------------------------------------------------------------------------------------------------------


def _voting(evening: Evening, scene: Scene) -> Drawn:
    votes, targets = evening.votes_in(scene), evening.targets(scene)
    (people, posters), dots = evening.voters(scene), round_state.dots_of(scene)
    each = "einen Punkt" if dots == 1 else f"{number(dots)} Punkte"
    remark = tag("p", f"Jede Person vergibt {each}.", class_="remark")
    told = [_counted(people, "Person hat abgestimmt", "Personen haben abgestimmt")] if people else []
    told += [_counted(posters, "Plakat ausgezählt", "Plakate ausgezählt")] if posters else []
    side = join([joining(evening, scene.sort), *told, remark])
    if not targets:
        return Drawn(tag("p", "Noch gibt es nichts, worüber abgestimmt werden kann.", class_="gap"), side)
    covered = bool(scene.detail.get(events.COVERED))
    rows: list[Result] = [(words, None) for words in targets.values()]
    if (people or posters) and not covered:
        counted = events.tally(votes, list(targets))
        rows = [(targets[one.target_id], one.dots) for one in counted if one.target_id in targets]
    return Drawn(_results(rows, "Punkt", covered=covered), side)


def _results(rows: Sequence[Result], noun: str, *, covered: bool) -> Markup:
    """Write options with their bars, all on one scale; without a count, only the words."""
    most = max([count or 0 for _, count in rows], default=0) or 1
    shown = tag("ol", *(_row(words, count, most, noun) for words, count in rows[:SHOWN_TARGETS]), class_="results")
    left = len(rows) - SHOWN_TARGETS
    more = "eine weitere steht" if left == 1 else f"{number(left)} weitere stehen"
    rest = tag("p", f"… und {more} auf dem Telefon und im Protokoll", class_="remark") if left > 0 else Markup("")
    return join([shown, rest, tag("p", COVERED_WORDS, class_="gap small") if covered else Markup("")])


def _row(words: str, count: int | None, most: int, noun: str) -> Markup:
    label = tag("p", shortened(words, LONGEST_OPTION), dir="auto")
    if count is None:
        return tag("li", label, class_="plain")
    plural = {"Punkt": "Punkte", "Antwort": "Antworten"}[noun]
    spoken = f"{number(count)} {noun if count == 1 else plural}"
    return tag("li", label, bar(count / most, spoken), tag("b", number(count), aria_hidden="true"))
