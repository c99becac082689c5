"""What the projection found out about this county, in German: the line under each step of the method is computed here."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from data.package import Package
from data.schema import Level
from indicators.projection.forecast import RUNS, Forecasts
from indicators.projection.known import VARIABLES, Floats
from indicators.projection.place_types import PlaceType
from indicators.projection.results import ROUNDING, SMALL, SMALL_HORIZON
from indicators.projection.scenario import TREND
from views.forecast_words import rounded
from views.formats import enumeration, number, period, sort_key, with_unit
from views.sentences import BASE_NAMES
from views.wording import wording

TYPE_NAMES: Final = {
    PlaceType.COAST: "an der Küste",
    PlaceType.TOWN: "Städte",
    PlaceType.SURROUNDINGS: "im Umland einer kreisfreien Stadt",
    PlaceType.COUNTRY: "ländlich",
}
FAR: Final = 10


def source_ids(package: Package) -> list[str]:
    """Give the sources the projection draws on: of its variables, of the nation's rates, of the official projections."""
    facts = package.facts
    own = facts.loc[facts["variable"].isin(VARIABLES), "source_id"]
    tables = [own, *(t["source_id"] for t in (package.schedules, package.projections) if "source_id" in t)]
    return sorted(set(pd.concat([t.astype(str) for t in tables])), key=sort_key)


def five_sentences(found: Forecasts) -> tuple[str, ...]:
    """Explain the projection to a mayor."""
    model = found.model
    county = wording(found.regions, found.regions.county)
    return (
        f"Wir gehen von den Menschen aus, die am {period(model.start.date)} {county.where} wohnten, und lassen sie Jahr für Jahr älter werden.",
        "Jedes Jahr sterben einige, und Kinder werden geboren: so viele, wie es in Deutschland in jedem Alter üblich ist, angepasst an den Kreis.",
        "Dazu kommen Menschen, und andere gehen: so viele, wie es die letzten Jahre im Kreis erwarten lassen, in jeder Gemeinde etwas mehr oder "
        "weniger, je nachdem, was dort zuletzt üblich war.",
        f"Weil niemand weiß, wie viele kommen und gehen, rechnen wir {number(RUNS)} Mal mit Zufall; die Spanne nennt, wo vier von fünf Rechnungen enden.",
        "Je kleiner der Ort, desto breiter die Spanne: Eine Prognose für ein Dorf sagt, womit man rechnen muss, nicht, was kommt.",
    )


def start(found: Forecasts) -> str:
    """Say where the projection begins."""
    begun = found.model.start
    return (
        f"Start am {period(begun.date)} ({BASE_NAMES[begun.base]}) mit {number(float(begun.people.sum()))} Menschen in "
        f"{number(len(found.model.places))} Gemeinden. Alter und Geschlecht zuletzt gezählt: {period(begun.structure.period)}; Altersgruppen ohne "
        f"Geschlecht: {period(begun.ages_counted)}. Die einzelnen Altersjahre sind also {number(found.model.years_estimated, 1)} Jahre fortgeschrieben: geschätzt."
    )


def step(found: Forecasts) -> str:
    """Give the balance of the first projected year that nobody has counted yet."""
    projection = found.projection(TREND)
    t = min(found.model.years_passed, len(projection.births) - 1)
    born, died, moved = (float(x[t].sum()) for x in (projection.births, projection.deaths, projection.moves))
    return (
        f"{projection.years[t + 1]} im Trend: etwa {_ten(born)} Geburten, {_ten(died)} Sterbefälle, {_balance(moved)}. "
        f"Die Rechnung reicht bis {projection.years[-1]}."
    )


def mortality(found: Forecasts) -> str:
    """Give life expectancy today and in the last year, and the ratios of deaths."""
    model = found.model
    rates = model.start.rates
    now, then = (model.life_expectancy(year - rates.year) for year in (model.first_year, model.years[-1]))
    ratio = [number(float(r), 2) for r in rates.county_deaths]
    return (
        f"Sterbetafel {rates.life_table_period}. Lebenserwartung im Kreis {model.first_year}: Frauen {_age(now[0])}, Männer {_age(now[1])} Jahre; "
        f"{model.years[-1]}: {_age(then[0])} und {_age(then[1])}. Sterbefälle gegen die erwarteten: Frauen {ratio[0]}, Männer {ratio[1]}. "
        f"Gemeinden nach Schrumpfung: {_span(rates.place_deaths)} des Kreises."
    )


def fertility(found: Forecasts) -> str:
    """Give children per woman and the ratios of births."""
    rates = found.model.start.rates
    return (
        f"Kinder je Frau im Kreis: {number(found.model.children_per_woman(), 2)}; das ist das {number(rates.county_births, 2)}-Fache Deutschlands "
        f"({rates.fertility_year}). Gemeinden nach Schrumpfung: {_span(rates.place_births)} des Kreises."
    )


def moves(found: Forecasts) -> str:
    """Give the chosen damped trend and the path it leads to."""
    model = found.model
    drift, people = model.county_drift, float(model.start.people.sum())
    path = drift.path * people
    years = model.years[1:]
    far = min(FAR, len(years)) - 1
    rule = drift.rule
    return (
        f"Gewählt: α = {number(rule.level, 1)}, β = {number(rule.trend, 1)}, φ = {number(rule.damping, 1)}. Saldo {years[0]}: {_ten(path[0])}, "
        f"{years[far]}: {_ten(path[far])}, {years[-1]}: {_ten(path[-1])} Menschen im Jahr; Grenzen {_ten(drift.low * people)} bis "
        f"{_ten(drift.high * people)}; Fehler ein Jahr voraus {_ten(drift.step_error * people)}. Reihe ab {drift.first_year}."
    )


def differences(found: Forecasts) -> str:
    """Give how much of the municipalities' differences persists."""
    own, assumed = found.model.place_drift, found.model.known.assumed
    return (
        f"ρ = {number(assumed.place_persistence, 1)}; Standardabweichung der Neigung {number(own.signal * 1000, 1)} je 1.000 Einwohner und Jahr, davon dauerhaft "
        f"{number(own.lasting * 1000, 1)} (nur in der Spanne). Der Zufall eines einzelnen Jahres ist in einem Ort mit 500 Menschen "
        f"{number(own.noise / np.sqrt(500) * 1000, 1)}."
    )


def flows(found: Forecasts) -> str:
    """Give the types of municipalities and the county's moves."""
    begun = found.model.start
    count = Counter(begun.types)
    types = enumeration([f"{number(count[kind])} {name}" for kind, name in TYPE_NAMES.items() if count[kind]])
    arriving = float(begun.county_flows.arrivals.sum())
    leaving = float((begun.county_flows.departures * begun.people.sum(axis=0)).sum())
    return f"Gemeinden: {types}. Vor der Skalierung im Jahr {_ten(arriving)} Zuzüge und {_ten(leaving)} Fortzüge über die Kreisgrenze."


def control(found: Forecasts) -> str:
    """Give how far the municipalities had to be scaled in the first year."""
    projection = found.projection(TREND)
    people = projection.people[1].sum(axis=0)
    factor = projection.control[0]
    mean = float((np.abs(factor - 1.0) * people).sum() / people.sum() * 100)
    known = found.model.years_passed
    passed = (
        f" Die Altersgruppen des Kreises sind bis 31.12.{projection.years[known]} veröffentlicht und gelten."
        if known
        else ""
    )
    return f"Im ersten Jahr werden die Gemeinden im Mittel um {with_unit(mean, '%', 2)} angepasst.{passed}"


def simulation(found: Forecasts) -> str:
    """Give the county's range in the last year."""
    assumed = found.model.known.assumed
    last = found.region(found.regions.county).heads()
    expected, low, high = last.at(last.years[-1])
    return (
        f"Geburten {with_unit(assumed.fertility_step * 100, '%', 1)}, Sterblichkeit {with_unit(assumed.mortality_step * 100, '%', 1)} je Jahr. "
        f"Kreis {last.years[-1]}: {number(rounded(expected))}, vier von fünf Läufen zwischen {number(rounded(low))} und {number(rounded(high))}."
    )


def small(found: Forecasts) -> str:
    """Give how many municipalities count as small."""
    people = found.model.start.people.sum(axis=(1, 2))
    return (
        f"{number(int((people < SMALL).sum()))} von {number(len(people))} Gemeinden haben unter {number(SMALL)} Einwohner: bis "
        f"{found.model.first_year + SMALL_HORIZON}, gerundet auf {ROUNDING}."
    )


def values(found: Forecasts) -> pd.DataFrame:
    """Give the main figures of the projection for the county, one row each."""
    model = found.model
    rates, drift, people = model.start.rates, model.county_drift, float(model.start.people.sum())
    now, then = (model.life_expectancy(year - rates.year) for year in (model.first_year, model.years[-1]))
    first, last = str(model.first_year), str(model.years[-1])
    rows = [
        ("Einwohner", first, number(people)),
        ("Einwohner im Trend", last, number(rounded(float(found.projection(TREND).people[-1].sum())))),
        ("Kinder je Frau", first, number(model.children_per_woman(), 2)),
        ("Lebenserwartung Frauen", f"{first} / {last}", f"{_age(now[0])} / {_age(then[0])}"),
        ("Lebenserwartung Männer", f"{first} / {last}", f"{_age(now[1])} / {_age(then[1])}"),
        (
            "Sterbefälle gegen die erwarteten, Frauen / Männer",
            first,
            " / ".join(number(float(r), 2) for r in rates.county_deaths),
        ),
        ("Geburten gegen die erwarteten", first, number(rates.county_births, 2)),
    ]
    rows += [
        ("Wanderungssaldo", str(year), number(float(rate) * people, signed=True))
        for year, rate in zip(model.years[1:], drift.path, strict=True)
    ]
    return pd.DataFrame(rows, columns=["Größe", "Jahr", "Wert"])


def types(found: Forecasts) -> pd.DataFrame:
    """Give the type of each municipality and its shrunk ratios."""
    rates = found.model.start.rates
    rows = {
        "Gemeinde": [found.regions.name(p) for p in found.regions.at_level(Level.GEMEINDE)],
        "Typ": [TYPE_NAMES[kind] for kind in found.model.start.types],
        "Sterbefälle": rates.place_deaths,
        "Geburten": rates.place_births,
        "Wanderung": found.model.place_drift.rate * 1000,
    }
    return pd.DataFrame(rows).sort_values("Gemeinde", key=lambda names: names.map(sort_key))


def _ten(value: float) -> str:
    return number(round(float(value), -1))


def _age(value: float) -> str:
    return number(float(value), 1)


def _balance(moves: float) -> str:
    return (
        f"{_ten(abs(moves))} mehr Zuzüge als Fortzüge" if moves >= 0 else f"{_ten(abs(moves))} mehr Fortzüge als Zuzüge"
    )


def _span(ratio: Floats) -> str:
    return f"das {number(float(ratio.min()), 2)}- bis {number(float(ratio.max()), 2)}-Fache"
