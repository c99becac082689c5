"""Laws that hold for any figures: sums before ratios, no zero for unknown, no line across a census."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.compile.facts import finish, to_facts
from data.compile.harmonise import harmonise
from data.compile.report import Report
from data.schema import AGE_OPEN, CensusBase, Status
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.regions import group_id
from indicators.rows import Rows
from indicators.store import CODE
from indicators.trend import trend
from tests.indicators.small_package import AMT, COUNTY, A, B, C, fact, package

CATALOGUE = load_catalogue()
PLACES = (A, B, C)
FEW = settings(max_examples=12, deadline=None)
DAY, YEAR = Moment("2015-12-31", "zensus2011"), Moment("2015", "zensus2011")
MARKERS = (Status.SECRET, Status.UNRELIABLE, Status.MISSING, Status.PENDING, Status.NOT_APPLICABLE)
SPLIT = (0, 15, 20, 40, 50, 65, 75, 80, AGE_OPEN)
RATIOS = ("anteil_65", "jugendquotient", "geburtenrate", "natuerlicher_saldo", "dichte", "frauenanteil")
TOUCHED = {
    ("population", 0): {"anteil_75", "geburtenrate", "dichte"},
    ("population", 75): {"anteil_75"},
    ("births", 0): {"geburtenrate"},
}
"""Which indicators a fact enters: variable and begin of the age band."""
counts = st.integers(0, 3000)
groups = st.lists(st.sampled_from(PLACES), min_size=1, unique=True)


def people(region, by_age: Sequence[float], period="2015-12-31", base="zensus2011", women=0.5):
    """Inhabitants by age, all ages, and the women among them."""
    bands = list(pairwise(SPLIT))
    found = [fact("population", region, period, n, base=base, ages=b) for b, n in zip(bands, by_age, strict=True)]
    total = sum(by_age)
    found.append(fact("population", region, period, total, base=base))
    return [*found, fact("population", region, period, math.floor(total * women), base=base, sex="f")]


def vital(region, births: float, deaths: float, period="2015", base="ohne"):
    return [fact(n, region, period, v, base=base) for n, v in (("births", births), ("deaths", deaths))]


everybody = st.fixed_dictionaries(
    {place: st.tuples(st.lists(counts, min_size=8, max_size=8), counts, counts) for place in PLACES}
)


def evaluator(places) -> Evaluator:
    facts = [row for place, (ages, _, _) in places.items() for row in people(place, ages)]
    facts += [row for place, (_, births, deaths) in places.items() for row in vital(place, births, deaths)]
    return Evaluator(package(facts))


def at(name: str) -> Moment:
    return YEAR if name in ("geburtenrate", "natuerlicher_saldo") else DAY


@FEW
@given(everybody, groups)
def test_a_ratio_is_that_of_the_sums(places, members):
    own = evaluator(places)
    for name in RATIOS:
        rows = own.evaluate(CATALOGUE[name], [*members, group_id(members)], [at(name)])
        whole, parts = rows.iloc[-1], rows.iloc[:-1]
        assert whole["numerator"] == pytest.approx(parts["numerator"].sum())
        assert whole["denominator"] == pytest.approx(parts["denominator"].sum())
        if whole["denominator"] > 0:
            expected = CATALOGUE[name].factor * parts["numerator"].sum() / parts["denominator"].sum()
            assert whole["value"] == pytest.approx(expected)
        else:
            assert whole["status"] == Status.NOT_APPLICABLE
            assert math.isnan(whole["value"])


@FEW
@given(everybody)
def test_the_value_lies_in_its_interval_and_no_zero_is_negative(places):
    own = evaluator(places)
    for name in (*RATIOS, "billeter"):
        rows = own.evaluate(CATALOGUE[name], [*PLACES, AMT, COUNTY], [at(name)])
        judged = rows[rows["low"].notna()]
        assert (judged["low"] <= judged["value"] + 1e-9).all(), name
        assert (judged["value"] <= judged["high"] + 1e-9).all(), name
        numbers = rows[["value", "numerator", "denominator", "low", "high"]].to_numpy(dtype=float)
        assert not np.signbit(numbers[numbers == 0]).any(), name


@FEW
@given(groups, st.sampled_from(PLACES), st.sampled_from(MARKERS), st.sampled_from(sorted(TOUCHED)))
def test_each_marker_keeps_its_own_name_through_sums_and_ratios(members, place, marker, where):
    """A number that is not there makes the sum unknown – in numerator and denominator – and never becomes 0."""
    facts = []
    for place_id in PLACES:
        old = fact("population", place_id, "2015-12-31", 100, ages=(75, AGE_OPEN))
        births = fact("births", place_id, "2015", 10, base="ohne")
        facts += [fact("population", place_id, "2015-12-31", 1000), old, births]
    cell = {(row["region_id"], row["variable"], row["age_from"]): row for row in facts}[(place, *where)]
    cell |= {"value": math.nan, "status": marker.value}
    own = Evaluator(package(facts))
    for name in ("anteil_75", "geburtenrate", "dichte"):
        found = own.evaluate(CATALOGUE[name], [group_id(members)], [at(name)]).iloc[0]
        touched = place in members and name in TOUCHED[where]
        assert found["status"] == (marker if touched else Status.MEASURED)
        assert found[["value"]].isna().all() == touched
        assert not touched or found[["low", "high"]].isna().all()


@FEW
@given(st.lists(st.sampled_from([Status.MEASURED, *MARKERS]), min_size=3, max_size=3))
def test_of_several_markers_the_gravest_counts(statuses):
    facts = []
    for place, status in zip(PLACES, statuses, strict=True):
        known = status == Status.MEASURED
        facts.append(fact("population", place, "2015-12-31", 10 if known else math.nan, status=status.value))
    row = Evaluator(package(facts)).evaluate(CATALOGUE["einwohner"], [COUNTY], [DAY]).iloc[0]
    assert row["status"] == max(statuses, key=CODE.__getitem__)
    assert row["value"] == 30 if set(statuses) == {Status.MEASURED} else math.isnan(row["value"])


@FEW
@given(
    st.lists(st.tuples(counts, counts), min_size=5, max_size=5), st.sampled_from((None, *MARKERS)), st.integers(0, 4)
)
def test_a_mean_of_years_is_that_of_the_sums_or_carries_the_marker(years, marker, which):
    facts = []
    for year, (births, inhabitants) in zip(range(2011, 2016), years, strict=True):
        facts += [*people(A, [inhabitants + 1] * 8, f"{year}-12-31"), *vital(A, births, 3, str(year))]
    if marker:
        [row for row in facts if row["variable"] == "births"][which] |= {"value": math.nan, "status": marker.value}
    own = Evaluator(package(facts))
    mean = own.evaluate(CATALOGUE["geburtenrate"], [A]).set_index("period").loc["2011/2015"]
    if marker:
        assert mean["status"] == marker
        assert math.isnan(mean["value"])
    else:
        total = sum(births for births, _ in years) / sum(8 * (inhabitants + 1) for _, inhabitants in years)
        assert mean["value"] == pytest.approx(1000 * total)


@FEW
@given(st.dictionaries(st.integers(2004, 2024), counts, min_size=2), st.integers(2008, 2020))
def test_nothing_is_computed_across_a_census(people_by_year, break_at):
    """Old and new counts even of the same year stay apart, in changes, means and trends."""
    old, new = str(CensusBase.CENSUS_2011), str(CensusBase.CENSUS_2022)
    known = {(year, old): n for year, n in people_by_year.items() if year <= break_at}
    known |= {(year, new): n + 500 for year, n in people_by_year.items() if year >= break_at}
    facts = [fact("population", A, f"{year}-12-31", n, base=base) for (year, base), n in known.items()]
    own = Evaluator(package(facts))
    for name, years in (("einwohner_2_jahre", 2), ("einwohner_10_jahre", 10)):
        rows = own.evaluate(CATALOGUE[name], [A])
        expected = {(year, base) for year, base in known if (year - years, base) in known}
        assert set(zip(rows["year"], rows["census_base"], strict=True)) == expected
        for row in rows.to_dict("records"):
            base, year = row["census_base"], row["year"]
            assert row["numerator"] == known[year, base] - known[year - years, base]
    found = trend(Rows(own), CATALOGUE["einwohner"], A)
    assert found.base == max(base for _, base in known)
    assert {m.base for m in (found.first, found.last) if m} <= {found.base}


REGIONS = pd.DataFrame(
    {"region_id": [A, B, COUNTY], "level": ["gemeinde", "gemeinde", "landkreis"], "landkreis_id": [COUNTY] * 3}
)
DEAD = ("98001008", "98001009")
MERGED = pd.DataFrame({"old_id": DEAD, "new_id": [DEAD[1], B], "valid_from": ["2012-01-01", "2016-01-01"]})
"""The first village joined the second, and both joined Bdorf later."""
cell = st.one_of(counts.map(float), st.sampled_from([".", "/", "-"]))


@settings(max_examples=8, deadline=None)
@example({DEAD[0]: "-"})
@example({DEAD[0]: "-", B: 7.0})
@example({DEAD[1]: ".", B: 7.0})
@given(st.dictionaries(st.sampled_from([A, B, *DEAD]), cell, min_size=1))
def test_merged_villages_are_summed_and_their_markers_never_count_as_zero(cells):
    """From the publisher's cells to the evaluated figure; a dash at a key that is no more is no figure at all."""
    values = {".": (math.nan, "secret"), "/": (math.nan, "unreliable"), "-": (0.0, "measured")}
    rows = [
        {
            "key": key, "value": values.get(c, (c, "measured"))[0], "status": values.get(c, (c, "measured"))[1],
            "nil": c == "-", "period": "2011-12-31", "table": "12411-01-01-5", "item": "population", "sex": "t",
            "age_from": 0, "age_to": AGE_OPEN, "census_base": "zensus2011", "name": "", "line": 1, "column": 1,
        }
        for key, c in cells.items()
    ]  # fmt: skip
    table = harmonise(pd.DataFrame(rows), REGIONS, MERGED, Report())
    own = Evaluator(package(finish(to_facts(table)).to_dict("records")))
    row = own.evaluate(CATALOGUE["einwohner"], [B], [Moment("2011-12-31", "zensus2011")]).iloc[0]
    spoken = [c for key, c in cells.items() if key in (B, *DEAD) and c != "-"]
    if not spoken:
        assert row["status"] == Status.MISSING or (row["value"] == 0 and cells.get(B) == "-")
    elif all(isinstance(c, float) for c in spoken):
        assert row["value"] == sum(spoken)
    else:
        assert row["status"] == (Status.SECRET if "." in spoken else Status.UNRELIABLE)
        assert math.isnan(row["value"])
