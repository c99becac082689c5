"""The tables of the page on errors: by size, place by place, ages, measures for experts, other values tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd

from indicators.projection.backtest import SIZES as CLASSES
from indicators.projection.backtest import BackTest, Errors, summaries, summary, table
from indicators.projection.backtest_ages import AgeError, PhaseError
from indicators.projection.results import ROUNDING, SMALL
from views.forecast_errors_words import band_words, size_words
from views.forecast_words import ends, rounded
from views.formats import number, period, sort_key

Made = tuple[pd.DataFrame, dict[str, int]]
METHOD_NAMES: Final = {"model": "diese Rechnung", "unchanged": "alles bleibt", "linear": "Trend weiter"}
SIGNED: Final = ("Fehler %", "„alles bleibt“ %")


def sizes(test: BackTest) -> Made:
    """Give one row per size class: the three ways of forecasting, heads, and how often the range held."""
    rows = [
        {
            f"Einwohner {test.launch}": size_words(found.size),
            "Gemeinden": found.n,
            "diese Rechnung %": found.model.mape,
            "in Menschen": found.model.heads,
            "alles bleibt %": found.unchanged.mape,
            "Trend weiter %": found.linear.mape,
            "in der Spanne": f"{number(found.covered)} von {number(found.n)}",
            "näher als „alles bleibt“": f"{number(found.closer)} von {number(found.n)}",
        }
        for found in summaries(test)
    ]
    percent = dict.fromkeys(("diese Rechnung %", "alles bleibt %", "Trend weiter %"), 1)
    return pd.DataFrame(rows), {
        "Gemeinden": 0,
        "in Menschen": 0,
        "in der Spanne": 0,
        "näher als „alles bleibt“": 0,
    } | percent


def places(test: BackTest, name: Callable[[str], str]) -> Made:
    """Give one row per municipality by name: expected number and range as they would have been told, count, error."""
    rows = []
    for row in table(test).to_dict("records"):
        step = ROUNDING if row["unchanged"] < SMALL else 1
        low, high = ends(row["low"], row["high"], step)
        rows.append(
            {
                "Gemeinde": name(row["region_id"]),
                f"gezählt {test.launch}": row["unchanged"],
                f"gerechnet {test.target}": rounded(row["model"], step),
                "Spanne": f"{number(low)} bis {number(high)}",
                f"gezählt {test.target}": row["actual"],
                "Fehler %": row["model_error"],
                "in der Spanne": "ja" if row["low"] <= row["actual"] <= row["high"] else "nein",
            }
        )
    made = pd.DataFrame(rows).sort_values("Gemeinde", key=lambda names: names.map(sort_key))
    heads = (f"gezählt {test.launch}", f"gerechnet {test.target}", f"gezählt {test.target}")
    return made, dict.fromkeys(heads, 0) | {"Fehler %": 1}


def experts(test: BackTest) -> Made:
    """Give mean, median, 90th percentile and bias of all ways by size class, then for all municipalities with mergers."""
    everyone = summary(test, only_stable=False)
    groups = [(size_words(found.size), found) for found in summaries(test)]
    groups += [("alle, auch zusammengeschlossene", everyone)] if everyone else []
    rows = [
        {
            f"Einwohner {test.launch}": words,
            "Gemeinden": found.n,
            "Verfahren": named,
            "mittlerer Fehler": (errors := getattr(found, method)).mape,
            "Median": errors.median,
            "90 von 100 unter": errors.p90,
            "Verzerrung": errors.bias,
            "Überdeckung": found.coverage if method == "model" else "–",
        }
        for words, found in groups
        for method, named in METHOD_NAMES.items()
    ]
    columns = ("mittlerer Fehler", "Median", "90 von 100 unter", "Verzerrung", "Überdeckung")
    return pd.DataFrame(rows), {"Gemeinden": 0} | dict.fromkeys(columns, 1)


def trials(found: Mapping[tuple[int, float], Errors]) -> Made:
    """Give the errors by launch and value of the assumption."""
    rows = [
        {
            "Start": str(launch),
            "Wert": value,
            "mittlerer Fehler": errors.mape,
            "Median": errors.median,
            "90 von 100 unter": errors.p90,
            "Verzerrung": errors.bias,
        }
        for (launch, value), errors in found.items()
    ]
    return pd.DataFrame(rows), {"Wert": 1} | dict.fromkeys(
        ("mittlerer Fehler", "Median", "90 von 100 unter", "Verzerrung"), 2
    )


def ages_of_places(found: Sequence[AgeError]) -> Made:
    """Give for each hidden count of the municipalities the share of people in a wrong group, by size class."""
    rows = []
    for error in found:
        county = "Altersgruppen des Kreises bekannt" if error.county_known else "ohne spätere Altersgruppen des Kreises"
        groups = f"{number(len(error.bands))} Altersgruppen{' nach Geschlecht' if error.sexes else ''}"
        row: dict[str, object] = {
            "gezählt am": period(error.date),
            "fortgeschrieben seit": period(error.carried_from),
            "womit": f"{groups}, {county}",
        }
        row |= {size_words(size): error.mean(i)[1] for i, size in enumerate(CLASSES)}
        _, mean, simple = error.mean()
        rows.append(row | {"alle": mean, "alte Anteile behalten": simple})
    columns = [*(size_words(size) for size in CLASSES), "alle", "alte Anteile behalten"]
    return pd.DataFrame(rows), dict.fromkeys(columns, 1)


def ages_of_county(found: Sequence[AgeError]) -> Made:
    """Give for each hidden count of the county the share of people in a wrong group."""
    rows = [
        {
            "gezählt am": period(error.date),
            "fortgeschrieben seit": period(error.carried_from),
            "Altersgruppen": len(error.bands),
            "diese Rechnung": error.mean()[1],
            "alte Anteile behalten": error.mean()[2],
        }
        for error in found
    ]
    return pd.DataFrame(rows), {"Altersgruppen": 0, "diese Rechnung": 1, "alte Anteile behalten": 1}


def phases(found: Sequence[PhaseError]) -> Made:
    """Give for each phase of life what was projected for the county and what was counted."""
    rows = [
        {
            "Alter": band_words(one.band),
            "beim Start": one.launch,
            "gerechnet": rounded(one.said),
            "gezählt": one.counted,
            SIGNED[0]: one.error,
            SIGNED[1]: one.unchanged_error,
        }
        for one in found
    ]
    return pd.DataFrame(rows), {"beim Start": 0, "gerechnet": 0, "gezählt": 0} | dict.fromkeys(SIGNED, 1)
