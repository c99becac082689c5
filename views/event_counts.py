"""Answers and dots as they come in; what is covered for the room, the host sees already."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from views import block, event_data, event_words, saving
from views.event_data import Evening
from views.formats import number
from views.svg import Markup, rect, tag
from views.tokens import ACCENT, SURFACE
from workshop import events, round_state
from workshop.records import Scene

EVERY: Final = 2.0
COUNTED: Final = frozenset({"frage", "abstimmung"})
BAR: Final = 260.0


@st.fragment(run_every=EVERY)
def live(event_id: str, leads: bool) -> None:
    """Draw the question or voting on stage, anew every two seconds."""
    evening = event_data.evening(event_id)
    scene = evening.current if evening else None
    if (
        evening is None
        or scene is None
        or scene.sort not in COUNTED
        or (scene.sort == "frage" and not events.options_of(scene))
    ):
        return
    covered = bool(scene.detail.get(events.COVERED))
    st.html(f'<h2 class="kp-h2">{"Abstimmung" if scene.sort == "abstimmung" else "Antworten"} live</h2>')
    if covered and not leads:
        st.html('<p class="kp-say">Das Ergebnis bleibt verdeckt, bis die Moderation es zeigt.</p>')
        return
    if leads and covered:
        st.button(
            "Ergebnis im Saal zeigen",
            key=f"aufdecken_{scene.id}",
            type="primary",
            icon=":material/visibility:",
            on_click=_cover,
            args=(scene, False),
        )
    elif leads:
        st.button(
            "Ergebnis verdecken",
            key=f"verdecken_{scene.id}",
            icon=":material/visibility_off:",
            on_click=_cover,
            args=(scene, True),
        )
    block.show(counted_html(evening, scene), f"zaehlung_{scene.id}")


def _cover(scene: Scene, covered: bool) -> None:
    saving.save(
        lambda desk: desk.change(Scene, scene.id, scene.version, {"detail": {**scene.detail, events.COVERED: covered}}),
        "",
    )


def counted(evening: Evening, scene: Scene) -> tuple[list[tuple[str, int]], tuple[int, int], str]:
    """Count a question's answers or a voting's dots.

    Returns
    -------
    tuple
        Words with counts, the most first for dots; how many people and posters took part; what is counted.
    """
    if scene.sort == "frage":
        answers = evening.answers_to(scene)
        return list(events.chosen(scene, answers).items()), (len(answers), 0), "Antworten"
    votes, targets = evening.votes_in(scene), evening.targets(scene)
    found = events.tally(votes, list(targets))
    # What was hidden after people voted for it still got its dots; its words are not repeated.
    return (
        [(targets.get(one.target_id, "(inzwischen verborgen)"), one.dots) for one in found],
        evening.voters(scene),
        "Punkte",
    )


def counted_html(evening: Evening, scene: Scene) -> str:
    """Write the counts as a table with bars."""
    rows, took_part, noun = counted(evening, scene)
    told = event_words.voted(*took_part, "mitgemacht")
    if not any(took_part):
        return f'<p class="kp-say">{escape(told)}.</p>'
    dots = f" {number(round_state.dots_of(scene))} Punkte je Person." if scene.sort == "abstimmung" else ""
    return f'<p class="kp-sub">{escape(told)}.{dots}</p>{bars_html(rows, noun)}'


def bars_html(rows: Sequence[tuple[str, int]], noun: str) -> str:
    """Write words, bars and counts."""
    most = max([count for _, count in rows], default=0) or 1
    body = "".join(
        f'<tr><th scope="row" dir="auto">{escape(event_words.short(words, 140))}</th><td>{_bar(count / most)}</td><td class="n">{number(count)}</td></tr>'
        for words, count in rows
    )
    return f'<table class="kp-counts"><thead><tr><th scope="col">wofür</th><td></td><th scope="col" class="n">{escape(noun)}</th></tr></thead><tbody>{body}</tbody></table>'


def _bar(share: float) -> Markup:
    parts = [rect(0, 0, BAR, 16, fill=SURFACE), rect(0, 0, BAR * share, 16, fill=ACCENT)]
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {BAR:.0f} 16",
        width=BAR,
        height="16",
        aria_hidden="true",
        preserveAspectRatio="none",
    )
