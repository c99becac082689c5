"""The parts of the page Prognose as text and markup: headline, big numbers, sentences, fan, table of life phases."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from data.schema import CensusBase
from indicators.ages import words
from indicators.catalogue import ALL_AGES
from indicators.projection.results import Fan
from views import svg
from views.fan import fan_svg, fan_table
from views.forecast_view import ForecastView, is_everybody
from views.forecast_words import (
    about,
    about_same,
    between,
    change_sentence,
    difference_sentence,
    ends,
    rounded,
    span,
    with_range,
)
from views.formats import NBSP, number, period
from views.state import SEX_LABELS, band_label
from views.table import html_table

WIDE, NARROW = (860.0, 430.0, 15.0), (358.0, 400.0, 14.0)
"""Width, height and type size of the fan."""
SECOND_ROWS: Final = 50.0
FOUR_OF_FIVE: Final = "vier von fünf Rechnungen"
WARNING: Final = "Vorausberechnung, keine Vorhersage"
BASES: Final = {CensusBase.CENSUS_2022: "Zensus 2022", CensusBase.CENSUS_2011: "Zensus 2011"}


def headline(view: ForecastView) -> str:
    """Say how many there will be in the last year, and in which range."""
    expected, low, high = view.fan.at(view.last_year)
    near, told = rounded(expected, view.rounding), about(expected, view.rounding)
    verb = "lebt" if near == 1 else "leben"
    text = f"{view.last_year} {verb} {view.place.where} {told} {view.people.of(near)}"
    limits = between(low, high, view.rounding)
    if not limits:
        return text
    how = f"liegen {limits}" if limits.startswith("zwischen") else f"ergeben {limits}"
    return f"{text}: {FOUR_OF_FIVE} {how}"


def result(view: ForecastView) -> str:
    """Say the numbers of the last year in one short line, to be kept in sight while a slider moves."""
    return f"{view.last_year}: {with_range(*view.fan.at(view.last_year), view.rounding)}"


def subtitle(view: ForecastView) -> str:
    """Say what the figures are: kind, ages, sex, scenario, start."""
    who = {"t": "Frauen und Männer", "f": SEX_LABELS["f"], "m": SEX_LABELS["m"]}[view.sex]
    ages = "alle Altersgruppen" if view.band == ALL_AGES else f"Alter: {band_label(view.band)}"
    name = f"Szenario „{view.scenario.name}“"
    if view.other is not None:
        name = f"Szenarien „{view.scenario.name}“ und „{view.other.name}“"
    base = BASES.get(CensusBase(view.base), "")
    return " · ".join([WARNING, ages, who, name, f"Start {period(view.start)}, {base}"])


def start_words(view: ForecastView) -> tuple[str, str]:
    """Give the number at the start and say whether it was counted."""
    if view.start_counted is not None:
        return number(view.start_counted), "gezählt"
    return about(float(view.fan.expected[0]), view.rounding), "geschätzt"


def numbers_html(view: ForecastView) -> str:
    """Write today, a year between and the last year as large numbers with their ranges."""
    value, how = start_words(view)
    middle = view.years[len(view.years) // 2]
    cells = [_big(value, period(view.start), how)]
    cells += [_big_year(view, year) for year in (middle, view.last_year)]
    return f'<dl class="kp-fc-big">{"".join(cells)}</dl>'


def _big_year(view: ForecastView, year: int) -> str:
    expected, low, high = view.fan.at(year)
    limits = f"{FOUR_OF_FIVE}: {_unbroken(span(low, high, view.rounding))}"
    beside = ""
    if len(view.lines) > 1:
        other = view.lines[1]
        two, down, up = other.fan.at(year)
        beside = f"„{other.name}“: {_unbroken(about(two, view.rounding))}, {_unbroken(span(down, up, view.rounding))}"
    return _big(about(expected, view.rounding), str(year), limits, beside)


def _unbroken(words: str) -> str:
    """Keep "560 bis 730" on one line."""
    return words.replace(" ", NBSP)


def _big(value: str, when: str, below: str, beside: str = "") -> str:
    more = f"<span>{escape(beside)}</span>" if beside else ""
    return f"<div><dt><b>{escape(when)}</b></dt><dd><strong>{escape(value)}</strong><span>{escape(below)}</span>{more}</dd></div>"


def sentences(view: ForecastView, trend: Fan | None = None) -> list[str]:
    """Say what changes and what the second scenario – or the chosen one against the trend – changes."""
    found = [change_sentence(view.fan, rounding=view.rounding, change=view.change(view.band, view.sex))]
    if len(view.lines) > 1:
        one, two = view.lines
        found.append(difference_sentence(one.name, one.fan, two.name, two.fan, view.last_year, rounding=view.rounding))
    elif trend is not None:
        found.append(
            difference_sentence("Trend", trend, view.scenario.name, view.fan, view.last_year, rounding=view.rounding)
        )
    return found


def fan_html(view: ForecastView, told: Sequence[str]) -> str:
    """Draw counted years and projection, the change as title."""
    unit = view.people.many
    title = f"{unit} {view.place.where}"
    longer = SECOND_ROWS if len(view.lines) > 1 else 0.0
    wide, narrow = (
        fan_svg(
            view.lines,
            view.history,
            unit=unit,
            width=width,
            height=height,
            size=size,
            title=title,
            rounding=view.rounding,
        )
        for width, height, size in (WIDE, (NARROW[0], NARROW[1] + longer, NARROW[2]))
    )
    first, *rest = told
    more = "".join(f'<p class="kp-fc-say">{escape(text)}</p>' for text in rest)
    return (
        f'<section class="kp-fc-fan"><h2>{escape(first)}</h2>{more}{svg.by_width(wide, narrow)}'
        f'<p class="kp-small">{escape(fan_note(view))}</p></section>'
    )


def fan_note(view: ForecastView) -> str:
    """Say how the picture is read, and what was not counted."""
    reading = "Gestrichelt: erwartet. Fläche: Vier von fünf Rechnungen liegen darin."
    if not view.history:
        who = "Diese Altersgruppe" if view.band != ALL_AGES else "Diese Gruppe"
        return f"{reading} {who} wurde hier nie genau so gezählt; darum beginnt das Bild mit der Schätzung für {view.year}."
    bases = {part.base for part in view.history}
    jump = (
        " Ein neuer Zensus zählt neu: Die Linie ist dort unterbrochen, der Sprung ist keine Entwicklung."
        if len(bases) > 1
        else ""
    )
    return f"Schwarz: gezählt. {reading}{jump}"


# -- phases of life ----------------------------------------------------------------------------------------------------


def phases_title(view: ForecastView) -> str:
    """Name the table."""
    return f"Was heißt das für die Lebensphasen {view.place.where}?"


def change_words(fan: Fan, change: tuple[float, float], rounding: int) -> str:
    """Say in one or two words whether there will be more or fewer.

    Parameters
    ----------
    fan : Fan
        The number through the years.
    change : tuple[float, float]
        Range of the change from the first year to the last.
    rounding : int
        Step of the numbers.

    Examples
    --------
    >>> import numpy as np
    >>> end = np.array([100.0, 60.0])
    >>> falls = Fan((2024, 2030), end, end - [0, 10], end + [0, 45])
    >>> change_words(falls, (-50.0, -5.0), 1), change_words(falls, (-50.0, 5.0), 1)
    ('weniger', 'nicht gesichert')
    """
    begin, end = float(fan.expected[0]), float(fan.expected[-1])
    if about_same(begin, end, rounding):
        return "etwa gleich"
    if change[0] <= 0 <= change[1]:
        return "nicht gesichert"
    return "weniger" if end < begin else "mehr"


def change_note(fan: Fan, word: str) -> str:
    """Say which way an unsure change points; empty where it is sure."""
    if word != "nicht gesichert":
        return ""
    return "eher weniger" if float(fan.expected[-1]) < float(fan.expected[0]) else "eher mehr"


def phases_html(view: ForecastView) -> str:
    """Write phases of life by year: heads, range, and the change in words."""
    years = view.years
    heads = "".join(f'<th scope="col" class="n">{year}{", geschätzt" * (year == view.year)}</th>' for year in years)
    rows = []
    for phase, fan in reversed(view.phase_fans()):
        cells = "".join(_phase_cell(fan, year, view) for year in years)
        word = change_words(fan, view.change(phase.band, view.sex), view.rounding)
        note = change_note(fan, word)
        more = f"<span>{note}</span>" if note else ""
        rows.append(
            f'<tr><th scope="row"><b>{escape(phase.name)}</b><span>{escape(words(phase.band))}</span></th>{cells}'
            f'<td class="w" data-l="bis {view.last_year}"><b>{word}</b>{more}</td></tr>'
        )
    who = "" if view.sex == "t" else f", nur {SEX_LABELS[view.sex]}"
    return (
        f'<section class="kp-fc-phases"><h2>{escape(phases_title(view))}</h2><p class="kp-sub">'
        f"Menschen am 31. Dezember{who}, Szenario „{escape(view.scenario.name)}“. Darunter die Spanne von {FOUR_OF_FIVE}.</p>"
        f'<table><thead><tr><th scope="col">Lebensphase, Alter</th>{heads}<th scope="col" class="w">bis {view.last_year}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
        f'<p class="kp-small">„mehr“ und „weniger“: in mindestens neun von zehn Rechnungen; „nicht gesichert“: seltener, gleich viele sind möglich. {estimated_note(view)}</p></section>'
    )


def _phase_cell(fan: Fan, year: int, view: ForecastView) -> str:
    expected, low, high = fan.at(year)
    near = about(expected, view.rounding).removeprefix("etwa ")
    limits = span(low, high, view.rounding) if high > low else ""
    return f'<td class="n" data-l="{year}{", geschätzt" * (year == view.year)}"><b>{escape(near)}</b><span>{escape(limits)}</span></td>'


def estimated_note(view: ForecastView) -> str:
    """Say that today's ages are an estimate."""
    return f"Das Alter der Menschen Ende {view.year} ist geschätzt: aus älteren Zählungen fortgeschrieben, an den Zensus angepasst."


def phase_rows(view: ForecastView) -> list[list[str | float]]:
    """Give the same as rows for a table file: phase, ages, then expected, from and to for each year, change."""
    rows: list[list[str | float]] = []
    for phase, fan in view.phase_fans():
        row: list[str | float] = [phase.name, words(phase.band)]
        for year in view.years:
            expected, low, high = fan.at(year)
            row += [rounded(expected, view.rounding), *ends(low, high, view.rounding)]
        rows.append([*row, change_words(fan, view.change(phase.band, view.sex), view.rounding)])
    return rows


def lines_title(view: ForecastView) -> str:
    """Name the picture for files and screen readers."""
    return f"{view.people.many} {view.place.where}" if not is_everybody(view) else f"Menschen {view.place.where}"


def years_html(view: ForecastView) -> str:
    """Write the numbers of the fan year by year."""
    table = fan_table(view.lines, view.rounding)
    return html_table(table, lines_title(view), list(table.columns[1:]))
