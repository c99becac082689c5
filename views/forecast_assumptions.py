"""What a scenario assumes, in a few lines with today's values and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from data.package import Package
from data.schema import Level
from indicators.projection.forecast import Forecasts
from indicators.projection.results import RegionForecast
from indicators.projection.scenario import Housing, Migration, Phase, Scenario
from views import forecast_controls
from views.forecast_view import ForecastView
from views.formats import number, period

PHASE_NAMES: Final = {one.phase: one.name for one in forecast_controls.PHASES}
VARIABLES: Final = (
    "population", "population_census2011", "population_from_density", "births", "deaths", "moves_in", "moves_out",
    "county_moves_in", "county_moves_out", "county_moves_net",
)  # fmt: skip
"""Figures the projection is computed from."""


@dataclass(frozen=True)
class Assumption:
    """One assumption: what it is about, what is assumed, where it comes from."""

    about: str
    text: str
    origin: str


def assumptions(forecasts: Forecasts, view: ForecastView) -> list[Assumption]:
    """List what the shown scenario assumes; a second one adds what it changes."""
    found = [
        _start(forecasts, view),
        _children(forecasts, view.scenario),
        _life(forecasts, view.scenario),
        *_moves(forecasts, view.scenario, view.forecast, view),
        Assumption("Summe", "Alle Gemeinden zusammen ergeben den Landkreis.", "eigene Berechnung"),
        Assumption(
            "Spanne",
            "Aus vielen Rechnungen mit zufälligen Abweichungen, so groß, wie sie früher waren; vier von fünf liegen darin.",
            "Fehler früherer Jahre, eigene Berechnung",
        ),
    ]
    if view.other is not None and view.beside is not None:
        found += [
            Assumption(f"Daneben „{view.other.name}“: {line.about}", line.text, line.origin)
            for line in (
                _children(forecasts, view.other),
                _life(forecasts, view.other),
                *_moves(forecasts, view.other, view.beside, view),
            )
            if line not in found
        ]
    return found


def _start(forecasts: Forecasts, view: ForecastView) -> Assumption:
    begun = forecasts.model.start
    known = forecasts.model.years_passed
    passed = f" Der Landkreis ist bis Ende {view.year + known} gezählt." if known else ""
    return Assumption(
        "Anfang",
        f"Einwohner am {period(view.start)} gezählt; ihr Alter geschätzt aus der Zählung vom {period(begun.structure.period)} "
        f"und den Altersgruppen vom {period(begun.ages_counted)}.{passed}",
        "Bevölkerungsstatistik, Zensus 2022",
    )


def _children(forecasts: Forecasts, scenario: Scenario) -> Assumption:
    today = number(forecasts.model.children_per_woman(), 2)
    text = f"{today} wie heute im Landkreis, gleichbleibend"
    if scenario.children is not None:
        text = f"{number(scenario.children, 2)} nach {number(forecasts.model.known.assumed.reached_after)} Jahren statt {today} heute"
    return Assumption("Kinder je Frau", f"{text}.", "Geburten des Landkreises, Alter der Mütter wie in Deutschland")


def _life(forecasts: Forecasts, scenario: Scenario) -> Assumption:
    model = forecasts.model
    now = [number(v, 1) for v in model.life_expectancy()]
    then = [number(v, 1) for v in model.life_expectancy(model.steps, model.speed(scenario))]
    return Assumption(
        "Lebenserwartung",
        f"Frauen {now[0]} Jahre heute, {then[0]} im Jahr {model.years[-1]}; Männer {now[1]} und {then[1]}.",
        "Sterbetafel für Deutschland, an die Sterbefälle des Landkreises angepasst",
    )


def _moves(forecasts: Forecasts, scenario: Scenario, forecast: RegionForecast, view: ForecastView) -> list[Assumption]:
    """Say what is assumed of migration: over the county's border, here, and what people added themselves."""
    path = path_words(forecasts, scenario.migration)
    line = forecast_controls.path_line(forecasts, scenario.migration)
    found = [Assumption("Wanderung", f"{path} {line}", "Zu- und Fortzüge über die Kreisgrenze")]
    if forecasts.regions.level(forecast.region_id) != Level.LANDKREIS:
        found.append(_moves_here(forecasts, forecast, view))
    if scenario.moves:
        listed = ", ".join(
            f"{PHASE_NAMES[Phase(phase)]} {number(heads, signed=True)}" for phase, heads in scenario.moves
        )
        found.append(Assumption("Zusätzlich im Jahr", f"{listed}.", "Ihre Annahme"))
    if scenario.housing is not None:
        found.append(_housing(forecasts, scenario.housing))
    return found


def path_words(forecasts: Forecasts, path: Migration) -> str:
    """Say in a sentence how migration over the county's border goes on."""
    assumed = forecasts.model.known.assumed
    state = forecasts.regions.name(forecasts.package.state)
    return {
        Migration.TREND: "Läuft weiter wie in den letzten Jahren, immer schwächer werdend.",
        Migration.NONE: "Niemand zieht mehr zu oder fort.",
        Migration.HIGH: f"Bleibt so hoch wie im Mittel der {number(assumed.high_years)} besten Jahre in Folge.",
        Migration.STATE: f"Wie in der amtlichen Vorausberechnung für {state}, auf den Landkreis übertragen.",
    }[path]


def _moves_here(forecasts: Forecasts, forecast: RegionForecast, view: ForecastView) -> Assumption:
    """Say how many move here in the first and in the last projected year, and that the place's own trend fades."""
    at = forecasts.model.years_passed
    first, last = forecast.years[at + 1], forecast.last_year
    heads = [float(forecast.moves[i]) for i in (at, forecast.years.index(last) - 1)]
    told = [forecast_controls.signed(v) for v in heads]
    return Assumption(
        f"Wanderung {view.place.where}",
        f"{first} etwa {told[0]}, {last} etwa {told[1]} Menschen im Jahr; was hier anders ist als im Landkreis, klingt ab.",
        "Einwohnerzahlen, Geburten und Sterbefälle der letzten Jahre",
    )


def _housing(forecasts: Forecasts, area: Housing) -> Assumption:
    outside = number(forecasts.model.known.assumed.housing_newcomers * 100)
    return Assumption(
        "Neues Baugebiet",
        f"{number(area.dwellings)} Wohnungen im Jahr {area.year}, {number(area.persons, 1)} Menschen je Wohnung, "
        f"{outside} von 100 kommen von auswärts.",
        "Ihre Annahme",
    )


def assumptions_html(lines: Iterable[Assumption]) -> str:
    """Write the list."""
    rows = "".join(
        f"<dt>{escape(one.about)}</dt><dd>{escape(one.text)} <span>{escape(one.origin)}</span></dd>" for one in lines
    )
    return f'<section class="kp-fc-assumed"><h2>Was angenommen ist</h2><dl>{rows}</dl></section>'


def source_ids(package: Package, region_ids: Iterable[str]) -> frozenset[str]:
    """Give the sources of everything the projection of these regions and the rates it borrows are made of."""
    facts = package.facts
    rows = facts[facts["variable"].isin(VARIABLES) & facts["region_id"].isin(set(region_ids))]
    found = {str(source) for source in rows["source_id"].unique()}
    if "source_id" in package.schedules:
        found |= {str(source) for source in package.schedules["source_id"].unique()}
    return frozenset(found)
