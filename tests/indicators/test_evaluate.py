import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.schema import AGE_OPEN, CensusBase, Level, Status
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator, Moment
from indicators.regions import group_id
from tests.indicators.small_package import AMT, COUNTY, A, B, C, fact, package
from views import resources

CATALOGUE = load_catalogue()
END_2015 = Moment("2015-12-31", "zensus2011")
OLD = (65, AGE_OPEN)


def evaluate(facts, indicator, regions, moment=END_2015, **more):
    return Evaluator(package(facts)).evaluate(CATALOGUE[indicator], regions, [moment], **more)


def people(region, total, old, period="2015-12-31", base="zensus2011"):
    return [
        fact("population", region, period, total, base=base),
        fact("population", region, period, total - old, base=base, ages=(0, 65)),
        fact("population", region, period, old, base=base, ages=OLD),
    ]


class TestSums:
    def test_ratio_of_the_sums_not_mean_of_the_ratios(self):
        row = evaluate(people(A, 1000, 100) + people(B, 200, 100), "anteil_65", [AMT]).iloc[0]
        assert (row["numerator"], row["denominator"]) == (200, 1200)
        assert row["value"] == pytest.approx(100 * 200 / 1200)

    def test_published_value_goes_before_the_sum(self):
        facts = people(A, 1000, 100) + people(B, 200, 100) + people(C, 500, 50) + people(COUNTY, 1700, 251)
        assert evaluate(facts, "anteil_65", [COUNTY]).iloc[0]["numerator"] == 251

    def test_a_sum_with_a_secret_member_is_secret(self):
        facts = people(A, 1000, 100) + people(B, 200, 100)
        facts += [fact("tourism_nights", A, "2015", 5000, base="ohne")]
        facts += [fact("tourism_nights", B, "2015", math.nan, base="ohne", status="secret")]
        rows = evaluate(facts, "uebernachtungen", [A, B, AMT], Moment("2015", "ohne"))
        assert rows["status"].tolist() == [Status.MEASURED, Status.SECRET, Status.SECRET]
        assert rows["value"].isna().tolist() == [False, True, True]

    def test_a_missing_member_leaves_the_sum_unknown_never_smaller(self):
        row = evaluate(people(A, 1000, 100), "anteil_65", [AMT]).iloc[0]
        assert row["status"] == Status.MISSING
        assert math.isnan(row["value"])

    def test_moves_do_not_add_up_but_balances_do(self):
        facts = people(A, 1000, 100) + people(B, 1000, 100)
        for region, gone in ((A, 10), (B, 40)):
            facts += [
                fact("moves_in", region, "2015", 30, base="ohne"),
                fact("moves_out", region, "2015", gone, base="ohne"),
            ]
        moment = Moment("2015", "ohne")
        assert evaluate(facts, "zuzuege", [AMT], moment).iloc[0]["status"] == Status.NOT_APPLICABLE
        row = evaluate(facts, "wanderungssaldo", [AMT], moment).iloc[0]
        assert (row["numerator"], row["value"]) == (10, 5.0)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 5000), st.floats(0, 1)), min_size=3, max_size=3))
    def test_any_group_equals_the_sums_of_its_members(self, places):
        facts = []
        for region, (total, share) in zip((A, B, C), places, strict=True):
            facts += people(region, total, int(total * share))
        rows = evaluate(facts, "anteil_65", [A, B, C, group_id([A, B, C])])
        sums = rows.iloc[:3][["numerator", "denominator"]].sum()
        group = rows.iloc[3]
        assert group["numerator"] == sums["numerator"]
        assert group["value"] == pytest.approx(100 * sums["numerator"] / sums["denominator"])


class TestCensusBases:
    FACTS = (
        *people(A, 1000, 100, "2013-12-31"),
        *people(A, 1100, 100, "2023-12-31"),
        *people(A, 1050, 100, "2024-12-31", base="zensus2022"),
    )

    def test_change_only_on_one_base(self):
        evaluator = Evaluator(package(list(self.FACTS)))
        found = evaluator.moments(CATALOGUE["einwohner_10_jahre"])
        assert [(m.period, m.base) for m in found] == [("2023-12-31", "zensus2011")]
        row = evaluator.evaluate(CATALOGUE["einwohner_10_jahre"], [A], found).iloc[0]
        assert (row["numerator"], row["value"]) == (100, 10.0)

    def test_both_bases_of_one_date_stay_apart(self):
        facts = people(A, 1000, 100) + people(A, 990, 100, base="zensus2022")
        rows = Evaluator(package(facts)).evaluate(CATALOGUE["einwohner"], [A])
        assert dict(zip(rows["census_base"], rows["value"], strict=True)) == {"zensus2011": 1000, "zensus2022": 990}

    def test_a_rate_takes_the_base_of_the_people_it_is_divided_by(self):
        facts = [
            fact("population_15_65", A, f"{y}-12-31", 600, base=b)
            for y, b in ((2010, "vor_zensus2011"), (2011, "zensus2011"))
        ]
        facts += [fact("unemployed", A, str(y), 60, base="ohne") for y in (2010, 2011)]
        rows = Evaluator(package(facts)).evaluate(CATALOGUE["arbeitslose"], [A])
        assert rows["value"].tolist() == [10.0, 10.0]
        assert rows["census_base"].tolist() == ["vor_zensus2011", "zensus2011"]


class TestAges:
    def test_fixed_band_is_never_estimated(self):
        facts = [
            fact("population", A, "2015-12-31", 1000),
            fact("population", A, "2015-12-31", 700, ages=(0, 60)),
            fact("population", A, "2015-12-31", 100, ages=(60, 67)),
            fact("population", A, "2015-12-31", 200, ages=(67, AGE_OPEN)),
        ]
        assert evaluate(facts, "anteil_65", [A]).iloc[0]["status"] == Status.MISSING
        row = evaluate(facts, "anteil_altersgruppe", [A], band=(65, AGE_OPEN)).iloc[0]
        assert row["status"] == Status.ESTIMATED
        assert row["numerator"] == pytest.approx(200 + 100 * 2 / 7)

    def test_sex_filter_takes_the_published_sex(self):
        facts = [
            *people(A, 1000, 200),
            fact("population", A, "2015-12-31", 480, sex="f"),
            fact("population", A, "2015-12-31", 110, sex="f", ages=OLD),
        ]
        row = evaluate(facts, "anteil_65", [A], sex="f").iloc[0]
        assert (row["numerator"], row["denominator"]) == (110, 480)


class TestVerdicts:
    def test_places_below_300_are_too_small_and_keep_their_count(self):
        row = evaluate(people(A, 140, 40), "anteil_65", [A]).iloc[0]
        assert (row["verdict"], row["numerator"], row["denominator"]) == ("zu_klein", 40, 140)

    def test_a_five_year_mean_counts_its_people_once(self):
        facts = []
        for year in range(2011, 2016):
            facts += people(A, 140, 10, f"{year}-12-31")
            facts += [fact("births", A, str(year), 1, base="ohne"), fact("deaths", A, str(year), 2, base="ohne")]
        rows = Evaluator(package(facts)).evaluate(CATALOGUE["natuerlicher_saldo"], [A])
        mean = rows[rows["period"] == "2011/2015"].iloc[0]
        assert mean["population"] == 140
        assert mean["verdict"] == "zu_klein"
        assert mean["value"] == pytest.approx(-5 / 700 * 1000)


@pytest.fixture(scope="module")
def shipped() -> Evaluator:
    return resources.evaluator()


class TestPublishedValues:
    """Figures of the county and the state as the offices published them."""

    def value(self, shipped, indicator, region, period, column="value", base=None):
        moments = [m for m in shipped.moments(CATALOGUE[indicator]) if m.period == period and base in (None, m.base)]
        return shipped.evaluate(CATALOGUE[indicator], [region], moments).iloc[0][column]

    @pytest.mark.parametrize(
        ("region", "period", "base", "people"),
        [
            ("13072", "2024-12-31", "zensus2022", 218721),
            ("13072", "2025-12-31", "zensus2022", 218123),
            ("13", "2025-12-31", "zensus2022", 1573685),
            ("13072", "2015-12-31", "zensus2011", 213473),
            ("13072", "2022-05-15", "zensus2022", 216849),
            ("13072", "2023-12-31", "zensus2011", 221431),
        ],
    )
    def test_inhabitants(self, shipped, region, period, base, people):
        assert self.value(shipped, "einwohner", region, period, base=base) == people

    def test_area(self, shipped):
        own = [shipped.regions.area(m) for m in shipped.regions.municipalities]
        assert len(own) == 112
        assert sum(own) == pytest.approx(3431.14, abs=0.01)

    def test_births_deaths_moves_2015(self, shipped):
        assert self.value(shipped, "geburtenrate", "13072", "2015", "numerator") == 1727
        assert self.value(shipped, "sterberate", "13072", "2015", "numerator") == 2642
        assert self.value(shipped, "wanderungssaldo", "13072", "2015", "numerator") == 2461
        assert self.value(shipped, "erwerbsalter", "13072", "2015-12-31", "numerator") == 138503

    def test_old_share_of_lohmen_2015(self, shipped):
        moment = Moment("2015-12-31", CensusBase.CENSUS_2011)
        row = shipped.evaluate(CATALOGUE["anteil_65"], ["13072067"], [moment]).iloc[0]
        assert (row["numerator"], row["denominator"]) == (197, 768)
        assert [round(row[c], 1) for c in ("value", "low", "high")] == [25.7, 22.7, 28.9]

    def test_children_per_woman_of_germany_is_near_the_published_figure(self, shipped):
        """Destatis 12612-0009 gives 1.50 for 2015; ours divides by the women at the end of the year."""
        assert self.value(shipped, "kinder_je_frau", "DG", "2015") == pytest.approx(1.50, abs=0.02)


class TestEveryIndicator:
    """Each entry must give numbers somewhere, for every level, without a zero in place of the unknown."""

    @pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.id)
    def test_has_numbers(self, shipped, indicator):
        level = Level.GEMEINDE if not indicator.levels else Level(indicator.levels[0])
        ids = shipped.regions.at_level(level)
        frame = shipped.evaluate(indicator, ids)
        assert frame["value"].notna().any()

    @pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.id)
    def test_unknown_is_never_zero_and_value_matches_its_counts(self, shipped, indicator):
        ids = [*shipped.regions.municipalities, *shipped.regions.at_level(Level.AMT), shipped.regions.county]
        frame = shipped.evaluate(indicator, ids, shipped.moments(indicator)[-2:])
        known = frame["status"].isin([Status.MEASURED, Status.ESTIMATED])
        assert frame.loc[~known, "value"].isna().all()
        assert frame.loc[known, "value"].notna().all()
        rates = frame[known & frame["denominator"].notna() & (frame["denominator"] > 0)]
        expected = indicator.factor * rates["numerator"] / rates["denominator"]
        assert np.allclose(rates["value"], expected)
        inside = frame[known & frame["low"].notna()]
        assert ((inside["low"] <= inside["value"] + 1e-9) & (inside["value"] <= inside["high"] + 1e-9)).all()


def test_changing_the_band_leaves_the_indicator_alone():
    indicator = CATALOGUE["anteil_altersgruppe"]
    assert indicator.band == (65, AGE_OPEN)
    assert replace(indicator, band=(0, 3)).band != indicator.band


class TestNearlyComplete:
    """A ratio may be estimated when nearly everybody lives in members with figures; never across a secret member."""

    def county(self, status):
        pack = package([])
        extra = {f"980010{i:02d}": size for i, size in zip(range(10, 15), (1000, 1000, 1000, 1000, 50), strict=True)}
        template = pack.regions.loc[A]
        rows = [template.rename(key).replace({"Adorf": key}) for key in extra]
        for row in rows:
            row["region_id"], row["amt_id"] = row.name, ""
        regions = pd.DataFrame([pack.regions.loc[COUNTY], *rows])
        facts = [f for key, size in extra.items() for f in people(key, size, size // 10)]
        facts[-1] |= {"value": math.nan, "status": status}
        table = pd.DataFrame(facts)
        return Evaluator(replace(pack, regions=regions, facts=table))

    def test_estimated_over_the_same_members(self):
        row = self.county("missing").evaluate(CATALOGUE["anteil_65"], [COUNTY], [END_2015]).iloc[0]
        assert row["status"] == Status.ESTIMATED
        assert (row["numerator"], row["denominator"]) == (400, 4000)

    def test_secret_stays_secret(self):
        row = self.county("secret").evaluate(CATALOGUE["anteil_65"], [COUNTY], [END_2015]).iloc[0]
        assert row["status"] == Status.SECRET
        assert math.isnan(row["value"])


def test_a_place_is_small_by_its_newest_count_even_where_a_larger_region_is_counted_later():
    facts = [
        fact("income_total", A, "2010", 2000, base="ohne"), fact("income_taxpayers", A, "2010", 100, base="ohne"),
        fact("population", A, "2015-12-31", 140), fact("population", COUNTY, "2025-12-31", 9000),
    ]  # fmt: skip
    row = evaluate(facts, "einkuenfte", [A], Moment("2010", "ohne")).iloc[0]
    assert (row["population"], row["verdict"]) == (140, "zu_klein")
