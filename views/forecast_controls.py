"""Which scenario is shown, and people's own assumptions: sliders that begin at today's values and live in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from data.schema import Level
from indicators.projection.forecast import Forecasts
from indicators.projection.scenario import PHASE_BANDS, TREND, Housing, Migration, Phase, Scenario
from views import filterbar
from views.formats import number

SCENARIO_KEY: Final = "szenario"
SECOND_KEY: Final = "daneben"
OWN: Final = "eigene Annahmen"
NO_SECOND: Final = "keins"
TODAY: Final = " (heute)"
NOTHING: Final = "0"
CHILDREN: Final = tuple(round(0.8 + 0.05 * i, 2) for i in range(31))
GAINS: Final = tuple(0.5 * i for i in range(11))
STEPS: Final = (1, 2, 3, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000)
DWELLINGS: Final = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500)
MOST_MOVERS, MOST_NEW = 0.03, 0.2
"""Sliders end at so large a part of the inhabitants: movers a year, dwellings."""
MOVE_IN_AFTER: Final = 3


@dataclass(frozen=True)
class PhaseWords:
    """A slider for the moves of a phase of life: key in the address, name, ages."""

    phase: Phase
    key: str
    name: str
    ages: str


PHASES: Final = (
    PhaseWords(Phase.FAMILIES, "familien", "Familien", "unter 18 und 30 bis 49"),
    PhaseWords(Phase.STARTERS, "einstieg", "Ausbildung und Berufseinstieg", "18 bis 29"),
    PhaseWords(Phase.MIDDLE, "mitte", "Mittlere Jahre", "50 bis 64"),
    PhaseWords(Phase.SENIORS, "ruhestand", "Ruhestand", "ab 65"),
)
PATH_KEY, CHILDREN_KEY, LIFE_KEY, DWELLINGS_KEY, YEAR_KEY = "pfad", "kinder", "leben", "wohnungen", "einzug"


# -- which scenarios ---------------------------------------------------------------------------------------------------


def choose(forecasts: Forecasts) -> tuple[str, str]:
    """Put the choice of one or two scenarios into the filter bar; gives their names, the second may be none."""
    names = [*(s.name for s in forecasts.scenarios), OWN]
    with filterbar.bar():
        first = st.selectbox("Szenario", names, key=SCENARIO_KEY, bind="query-params", width=290)
        second = st.selectbox("Daneben", [NO_SECOND, *names], key=SECOND_KEY, bind="query-params", width=290)
    return first, second


def named(forecasts: Forecasts, name: str, own: Scenario | None) -> Scenario:
    """Give the scenario of a name; people's own where it is theirs."""
    if name == OWN and own is not None:
        return own
    return next((s for s in forecasts.scenarios if s.name == name), TREND)


# -- people's own assumptions ------------------------------------------------------------------------------------------


def own_scenario(forecasts: Forecasts, region_id: str) -> Scenario:
    """Draw the sliders and give the scenario they stand for; what is left at today's value stays as the projection has it."""
    people = float(forecasts.projection(TREND).people[0, forecasts.members(region_id)].sum())
    path = _path(forecasts)
    children = _children(forecasts)
    gain = _life(forecasts)
    st.html('<h3 class="kp-h3">Zusätzlich zu- oder wegziehen, Menschen je Jahr</h3>')
    today = moves_today(forecasts, region_id)
    moves = tuple((one.phase, heads) for one in PHASES if (heads := _moves(one, people, today[one.phase])))
    housing = None
    if forecasts.regions.level(region_id) == Level.GEMEINDE:
        housing = _housing(forecasts, region_id, people)
    return Scenario(OWN, path, children, gain, moves, region_id if moves else "", housing)


def moves_today(forecasts: Forecasts, region_id: str) -> dict[Phase, float]:
    """Net moves of each phase of life in the first year that is projected, as the trend has them.

    Arrivals less departures of the region's municipalities, and what holding them to the county adds or takes away.
    """
    model, members = forecasts.model, forecasts.members(region_id)
    at = model.years_passed
    projection = forecasts.projection(TREND)
    net = model.place_flows.in_year(at).net(projection.people[at], projection.paths.places[at])
    held = projection.people[at + 1] * (1.0 - 1.0 / projection.control[at])
    here = (net + held)[members].sum(axis=(0, 1))
    return {phase: float(sum(here[low:high].sum() for low, high in bands)) for phase, bands in PHASE_BANDS.items()}


def _slider(label: str, options: Sequence[str], start: str, key: str, line: str) -> str:
    """Draw one slider over German words, with the line that says where today's value comes from."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    chosen = st.select_slider(label, options, value=start, key=key, bind="query-params")
    st.html(f'<p class="kp-origin">{escape(line)}</p>')
    return str(chosen)


def _marked(values: Sequence[float], today: float, decimals: int) -> tuple[list[str], str, dict[str, float | None]]:
    """Give the steps of a slider with today's value in place of the nearest one; today's value means "leave it"."""
    nearest = min(values, key=lambda v: abs(v - today))
    labels = {number(v, decimals): v for v in values if v != nearest}
    start = f"{number(today, decimals)}{TODAY}"
    known: dict[str, float | None] = {**labels, start: None}
    ordered = sorted(known, key=lambda text: today if known[text] is None else float(labels[text]))
    return ordered, start, known


def _path(forecasts: Forecasts) -> Migration:
    names = {s.name: s.migration for s in forecasts.scenarios}
    name = st.selectbox("Wanderung über die Kreisgrenze", list(names), key=PATH_KEY, bind="query-params")
    st.html(f'<p class="kp-origin">{escape(path_line(forecasts, names[name]))}</p>')
    return names[name]


def path_line(forecasts: Forecasts, path: Migration) -> str:
    """Say what a migration path means for the county in its first and last projected year."""
    model = forecasts.model
    heads = model.county_rate(path) * float(model.start.people.sum())
    first, last = model.years[model.years_passed + 1], model.years[-1]
    return (
        f"Landkreis: {first} {signed(heads[model.years_passed])}, {last} {signed(heads[-1])} "
        "Menschen im Jahr (Zuzüge minus Fortzüge)."
    )


def signed(heads: float) -> str:
    """Write net moves with their sign, hundreds rounded to ten.

    Examples
    --------
    >>> signed(918.7), signed(-3.2), signed(0.2)
    ('+920', '−3', '0')
    """
    return number(round(heads / 10) * 10 if abs(heads) >= 100 else heads, signed=True)


def _children(forecasts: Forecasts) -> float | None:
    options, start, known = _marked(CHILDREN, forecasts.model.children_per_woman(), 2)
    years = number(forecasts.model.known.assumed.reached_after)
    line = f"Landkreis, aus den Geburten der letzten Jahre; ein neuer Wert gilt nach {years} Jahren voll."
    return known[_slider("Kinder je Frau", options, start, CHILDREN_KEY, line)]


def life_gain(forecasts: Forecasts) -> float:
    """Years by which life expectancy grows until the last year as the trend has it, mean of women and men."""
    model = forecasts.model
    return float(model.life_expectancy(model.steps).mean() - model.life_expectancy().mean())


def _life(forecasts: Forecasts) -> float | None:
    women, men = (number(v, 1) for v in forecasts.model.life_expectancy())
    options, start, known = _marked(GAINS, life_gain(forecasts), 1)
    options = [o.replace(TODAY, " (Trend)") for o in options]
    line = f"Heute werden Frauen im Landkreis im Mittel {women}, Männer {men} Jahre alt (Sterbetafel)."
    label = f"Lebenserwartung: Jahre mehr bis {forecasts.model.years[-1]}"
    chosen = _slider(label, options, start.replace(TODAY, " (Trend)"), LIFE_KEY, line)
    return known.get(chosen)


def _moves(one: PhaseWords, people: float, today: float) -> float:
    steps = [step for step in STEPS if step <= max(people * MOST_MOVERS, 3)]
    values = [-step for step in reversed(steps)] + [0, *steps]
    labels = {number(v, signed=True): float(v) for v in values}
    line = f"{one.ages} Jahre. Im Trend sind es {signed(today)} im Jahr; Ihr Wert kommt dazu."
    return labels[_slider(one.name, list(labels), NOTHING, one.key, line)]


def _housing(forecasts: Forecasts, region_id: str, people: float) -> Housing | None:
    st.html('<h3 class="kp-h3">Neues Baugebiet</h3>')
    counts = {number(n): n for n in (0, *DWELLINGS) if n <= max(people * MOST_NEW, 20)}
    area = Housing(region_id, 1, 0)
    line = f"Gerechnet mit {number(area.persons, 1)} Menschen je Wohnung; {number(forecasts.model.known.assumed.housing_newcomers * 100)} von 100 kommen von auswärts."
    dwellings = counts[_slider("Wohnungen", list(counts), NOTHING, DWELLINGS_KEY, line)]
    years = [str(year) for year in forecasts.model.years[forecasts.model.years_passed + 1 :]]
    year = _slider(
        "Einzug im Jahr", years, years[min(MOVE_IN_AFTER - 1, len(years) - 1)], YEAR_KEY, "Alle im selben Jahr."
    )
    return Housing(region_id, dwellings, int(year)) if dwellings else None


def changed(scenario: Scenario) -> bool:
    """Tell whether any assumption differs from the trend."""
    others = (scenario.children, scenario.life_gain, scenario.housing)
    return bool(scenario.moves) or any(v is not None for v in others) or scenario.migration != Migration.TREND
