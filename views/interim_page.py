"""The page Zwischenbilanz: it fills itself for a region and a time, can be frozen under a short code, and reopened by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from views import (
    block,
    exercise_view,
    filterbar,
    interim_data,
    interim_html,
    layout,
    page_actions,
    plan_data,
    resources,
    saving,
    signed_in,
    workshop_data,
)
from views import interim_words as words
from views.state import Selection
from workshop import interim
from workshop.records import Measure, Snapshot

CODE_PARAMETER: Final = "stand"
PERIOD_KEY: Final = "zeitraum"
FROM_KEY: Final = "seit"
OWN_START: Final = "seit einem Tag …"
YEARS_BACK: Final[Mapping[str, int]] = {"letzte zwei Jahre": 2, "letztes Jahr": 1}
LONGEST: Final = 40
FROM_THE_START: Final = "seit Beginn"
UNKNOWN: Final = "Diesen Stand gibt es nicht"
UNKNOWN_WHY: Final = (
    "Unter „{}“ ist nichts eingefroren. Bitte den Code noch einmal prüfen: Er sieht so aus wie ZB-7KQ4."
)
UNREADABLE: Final = "Dieser Stand lässt sich nicht lesen"
UNREADABLE_WHY: Final = "Der eingefrorene Inhalt ist beschädigt. Bitte aus der letzten Sicherung zurückholen."


@dataclass(frozen=True)
class Shown:
    """What the page shows, for the file to take home: plain texts, the markup of the body, the badge."""

    title: str
    subtitle: str
    body: str
    badges: str
    stem: str


def show(selection: Selection) -> Shown | None:
    """Draw the Zwischenbilanz of the chosen region, or the frozen state the address names; give it for taking home."""
    st.html(f"<style>{interim_html.style()}</style>")
    if typed := st.query_params.get(CODE_PARAMETER, ""):
        return _frozen(typed)
    exercise_view.banner()
    return _live(selection)


# -- today -------------------------------------------------------------------------------------------------------------


def _live(selection: Selection) -> Shown:
    today = plan_data.today()
    since = _since(today)
    made = interim_data.content(selection.region_id, since, today)
    shown = _shown(made, f"zwischenbilanz-{today.isoformat()}", "")
    layout.headline(shown.title, shown.subtitle)
    page_actions.show()
    block.show(shown.body, "interim")
    _freeze(made, today)
    _states()
    return shown


def _shown(made: Mapping[str, Any], stem: str, badge: str) -> Shown:
    subtitle = f"Zwischenbilanz {made['region']} · {words.span(made)}"
    badges = f"{badge} {layout.exercise_badge() if made.get('exercise') else ''}".strip()
    return Shown(str(made["headline"]), subtitle, interim_html.html(made), badges, stem)


def _since(today: date) -> date:
    """Let the reader choose the time."""
    with filterbar.bar():
        chosen = st.selectbox(
            "Zeitraum", [*YEARS_BACK, FROM_THE_START, OWN_START], key=PERIOD_KEY, bind="query-params", width=220
        )
        if chosen == OWN_START:
            first = st.date_input(
                "seit", _back(today, 1), min_value=_back(today, LONGEST), max_value=today, format="DD.MM.YYYY", key=FROM_KEY,
                bind="query-params", width=180,
            )  # fmt: skip
            return first if isinstance(first, date) else _back(today, 1)
    if chosen in YEARS_BACK:
        return _back(today, YEARS_BACK[chosen])
    begun = [m.created_at.date() for m in workshop_data.all_of(Measure) if m.created_at]
    begun += [m.starts_on for m in workshop_data.all_of(Measure) if m.starts_on]
    return min([*begun, today])


def _back(today: date, years: int) -> date:
    """Go back some years; 29 February becomes 28 February."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - years, day=day)


def _freeze(made: Mapping[str, Any], today: date) -> None:
    """Offer to freeze what is shown."""
    if not signed_in.may("snapshot"):
        signed_in.hint("Diesen Stand unter einem Code einfrieren kann die Moderation.")
        return
    with st.container(key="interim_einfrieren", horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            "Titel des Standes", f"Zwischenbilanz {made['region']}, {today:%d.%m.%Y}", key="interim_titel"
        )
        if st.button("Diesen Stand einfrieren", type="primary", key="interim_frieren", icon=":material/ac_unit:"):
            kept = saving.save(lambda desk: interim.freeze(desk, title, str(made["region_id"]), today, made), "")
            if kept is not None:
                st.session_state[saving.DONE] = f"Eingefroren unter {kept.code}."
                open_state(kept.code)


def open_state(code: str) -> None:
    """Open a frozen state."""
    st.query_params[CODE_PARAMETER] = code
    st.rerun()


def _states() -> None:
    """List the frozen states, newest first, and let a code be typed."""
    kept = sorted(workshop_data.all_of(Snapshot), key=lambda s: (str(s.as_of), str(s.created_at)), reverse=True)
    with st.expander(f"Eingefrorene Stände ({len(kept)})", icon=":material/inventory_2:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.text_input("Code öffnen", key="interim_code", placeholder="ZB-7KQ4", width=180)
            if st.button("Öffnen", key="interim_oeffnen") and typed.strip():
                open_state(interim.clean_code(typed))
        if kept:
            st.html(f'<ul class="kp-states">{"".join(_state(one) for one in kept)}</ul>')


def _state(one: Snapshot) -> str:
    when = f"{one.as_of:%d.%m.%Y}" if one.as_of else ""
    return (
        f'<li><a href="?{CODE_PARAMETER}={escape(one.code)}" target="_self"><strong>{escape(one.code)}</strong></a> '
        f'<span dir="auto">{interim_html.safe(one.title)}</span> · {when} · {escape(interim_data.brief(one.content))}</li>'
    )


# -- frozen ------------------------------------------------------------------------------------------------------------


def _frozen(typed: str) -> Shown | None:
    """Show a frozen state from its content alone."""
    with workshop_data.store().reading() as reader:
        kept = interim.find(reader, typed)
    if kept is None:
        layout.headline(UNKNOWN, UNKNOWN_WHY.format(interim.clean_code(typed)))
        _back_button()
        return None
    try:
        shown = _shown(kept.content, f"zwischenbilanz-{kept.code}", badge(kept))
    except (KeyError, TypeError, ValueError, AttributeError):
        layout.headline(UNREADABLE, UNREADABLE_WHY)
        _back_button()
        return None
    layout.headline(shown.title, shown.subtitle)
    st.html(f"<p>{shown.badges}</p>")
    page_actions.show()
    st.html(f'<p class="kp-sub"><span dir="auto">{interim_html.safe(kept.title)}</span></p>')
    block.show(shown.body, "interim")
    _since_then(kept)
    _back_button()
    return shown


def badge(kept: Snapshot) -> str:
    """Say that a state is frozen, since when, and under which code."""
    when = f"{kept.as_of:%d.%m.%Y}" if kept.as_of else ""
    return f'<span class="kp-frozen">eingefroren am {when} · {escape(kept.code)}</span>'


def _since_then(kept: Snapshot) -> None:
    """Say in one line what is different today; the frozen state itself stays as it is."""
    today = plan_data.today()
    if not resources.evaluator().regions.exists(kept.region_id):
        return
    now = interim_data.content(kept.region_id, date.fromisoformat(kept.content["since"]), today)
    layout.hint(words.since_words(interim.since_then(kept.content["promised"], now["promised"])))


def _back_button() -> None:
    if st.button("Zum heutigen Stand", key="interim_heute", icon=":material/arrow_back:"):
        del st.query_params[CODE_PARAMETER]
        st.rerun()
