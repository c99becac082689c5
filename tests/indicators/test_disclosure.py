"""No withheld count can be recovered from what is shown; what is hidden beyond that is little and always the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.compile.sums import adds_up
from data.errors import SourceFileError
from data.schema import AGE_OPEN, Level, Status
from data.withholding import Demand, demands
from indicators import disclosure
from indicators.catalogue import load_catalogue
from indicators.disclosure_cells import Outcome, Table, settle
from indicators.disclosure_rates import RATE_OF, SHARES, smallest_counts
from indicators.evaluate import Evaluator, Moment
from indicators.regions import group_id
from tests.indicators import attack
from tests.indicators.attack import Cell
from tests.indicators.small_package import AMT, COUNTY, A, B, C, fact, package
from views import resources

COUNTED = {
    "sgb2_persons", "unemployed", "unemployed_55_65", "unemployed_disabled", "unemployed_foreign",
    "unemployed_long_term", "unemployed_under_25",
}  # fmt: skip
SHARE_NAMES = {name for shares in SHARES for name in shares.variables}
NOW = Moment("2016", "ohne")


def shown_without_protection(table: Table) -> Outcome:
    """What a careless program would do: hide the small cells, show every sum."""
    return Outcome(table.withheld, frozenset(table.offers))


@pytest.fixture(scope="module")
def evaluator():
    return resources.evaluator()


@pytest.fixture(scope="module")
def everywhere(evaluator):
    return attack.regions_of(evaluator, groups=60)


@pytest.fixture(scope="module")
def counted(evaluator):
    """All tables of counts with a hidden cell."""
    return attack.tables(evaluator.protected.withheld, COUNTED)


class TestAttack:
    def test_no_withheld_count_follows_from_what_is_shown(self, evaluator, everywhere, counted):
        assert len(counted) == 12
        for cell in counted:
            sets = attack.seen(evaluator, cell, everywhere)
            for rate in (rate for rate, count in RATE_OF.items() if count == cell.variable):
                sets |= attack.seen_in_file(evaluator, cell._replace(variable=rate))
            assert len(attack.hidden(evaluator, cell, sets)) >= 2
            assert attack.revealed(evaluator, cell, sets) == set(), cell

    def test_the_attack_succeeds_where_nothing_protects(self, evaluator, everywhere, counted, monkeypatch):
        monkeypatch.setattr(disclosure, "settle", shown_without_protection)
        careless = Evaluator(evaluator.package)
        recovered = {cell: attack.revealed(careless, cell, attack.seen(careless, cell, everywhere)) for cell in counted}
        assert all(recovered.values())
        assert sum(map(len, recovered.values())) > 30

    def test_parts_and_wholes_do_not_narrow_a_withheld_count_to_one_value(self, evaluator, everywhere, counted):
        """All variables of one year together: parts are never more than the whole, nor two that exclude each other."""
        cells = [cell for cell in counted if cell.period == "2016"]
        assert len(cells) == 6
        truth, equations, known = {}, [], {}
        for cell in cells:
            sets = attack.seen(evaluator, cell, everywhere)
            equations += [{(cell.variable, place): 1.0 for place in places} for places in sets]
            truth |= {(cell.variable, p): value for p, value in attack.hidden(evaluator, cell, sets).items()}
            rows = attack.facts_of(evaluator.package.facts, cell)["value"]
            known |= {(cell.variable, str(place)): float(value) for place, value in rows.items()}
        unknown, right = list(truth), np.array(list(truth.values()))
        low, high = attack.bounds(right)
        limits = limits_of(evaluator.regions.municipalities, [cell.variable for cell in cells], unknown, known)
        assert len(limits) > 100
        assert attack.pinned(attack.matrix(equations, unknown), right, low, high, limits) == set()

    def test_figures_of_indicators_give_no_more_than_the_counts(self, evaluator, everywhere, counted):
        """Value × denominator is the numerator: it must be shown as a count, or not at all."""
        catalogue, checked = load_catalogue(), 0
        for indicator in catalogue.indicators.values():
            term = indicator.numerator[0].variables[0]
            for cell in (c for c in counted if c.variable == term and indicator.kind != "published"):
                moment = next(m for m in evaluator.moments(indicator) if m.period == cell.period)
                frame = evaluator.evaluate(indicator, everywhere, [moment])
                counts = evaluator.evaluate(attack.count_of(term), everywhere, [Moment(cell.period, cell.base)])
                secret = (counts["status"] == Status.SECRET).to_numpy()
                assert secret.any()
                assert frame.loc[secret, ["value", "numerator", "low", "high"]].isna().all(axis=None), indicator.id
                assert (frame.loc[secret, "status"] == Status.SECRET).all()
                checked += 1
        assert checked >= 9

    def test_rates_follow_their_counts(self, evaluator):
        for rate, count in RATE_OF.items():
            for cell in attack.tables(evaluator.protected.withheld, [rate]):
                counts = attack.seen_in_file(evaluator, cell._replace(variable=count))
                rates = {places for places in attack.seen_in_file(evaluator, cell) if len(places) == 1}
                assert len(rates) > 100, cell
                assert rates <= counts, cell

    def test_no_shown_share_stands_for_one_or_two_people(self, evaluator):
        shown = evaluator.protected.facts
        shown = shown[shown["variable"].isin(SHARE_NAMES) & (shown["value"] > 0)]
        people = {year: totals(evaluator, f"{year}-12-31") for year in ("2021", "2022")}
        facts = evaluator.package.facts
        needy = facts[facts["variable"] == "sgb2_persons"].astype({"region_id": str, "period": str})
        needy = needy.set_index(["region_id", "period"])["value"]
        checked = 0
        for place, period, name, rate in shown[["region_id", "period", "variable", "value"]].itertuples(index=False):
            if evaluator.regions.level(place) == Level.GEMEINDE:
                whole = people[period][place] if name == "rate_children_sgb2" else needy[place, period]
                most = 0.2 * whole if name == "rate_children_sgb2" else whole
                assert rate * most / 100 > 2.4, (place, period, name)
                checked += 1
        assert checked > 700

    def test_no_withheld_share_follows_from_those_of_larger_regions(self, evaluator):
        """Rates of Ämter × their people are counts, too: a lone hidden municipality would be their rest."""
        behind, checked = counts_behind(evaluator), 0
        for cell in attack.tables(evaluator.protected.withheld, SHARE_NAMES):
            sets = attack.seen_in_file(evaluator, cell)
            counts = {place: behind[(*cell[:2], place)] for place in attack.hidden(evaluator, cell, sets)}
            assert not counts or attack.revealed(evaluator, cell, sets, counts) == set(), cell
            checked += len(counts)
        assert checked > 400

    def test_secrets_of_the_publisher_stay_secret(self, evaluator, everywhere):
        """Sums over places, sexes and wholes of our own must not undo what the publisher withholds."""
        names = ("employees_work", "employees_work_foreign", "employees_home_foreign", "tourism_nights", "tourism_beds")
        for name in names:
            equations, wanted = [], set()
            for cell in attack.tables(evaluator.package.facts, [name]):
                sexes = ("m", "f") if cell.sex == "t" and name.startswith("employees") else (cell.sex,)
                sets = attack.seen(evaluator, cell, everywhere)
                equations += [{(place, sex): 1.0 for place in places for sex in sexes} for places in sets]
                wanted |= {tuple((place, sex) for sex in sexes) for place in attack.hidden(evaluator, cell, sets)}
            unknown = sorted({one for cell in wanted for one in cell})
            rows = attack.matrix((dict.fromkeys(cell, 1.0) for cell in sorted(wanted)), unknown)
            assert len(rows) > 20
            assert not attack.told(rows, attack.matrix(equations, unknown)).any(), name


def limits_of(places, variables, unknown, known):
    """Write "parts are at most the whole" over the unknowns, right side in the last column."""
    column = {name: i for i, name in enumerate(unknown)}
    groups = [(v,) for v in variables if v != "unemployed"] + [("unemployed_under_25", "unemployed_55_65")]
    rows = []
    for place in places:
        for parts in groups:
            row, terms = np.zeros(len(unknown) + 1), [(part, 1.0) for part in parts] + [("unemployed", -1.0)]
            for variable, factor in terms:
                if (variable, place) in column:
                    row[column[variable, place]] = factor
                else:
                    row[-1] -= factor * known[variable, place]
            rows += [row] if row[:-1].any() else []
    return np.array(rows)


def totals(evaluator, period):
    frame = evaluator.evaluate(load_catalogue()["einwohner"], evaluator.regions.municipalities)
    return frame[frame["period"] == period].drop_duplicates("region_id").set_index("region_id")["value"]


def counts_behind(evaluator):
    """The counts an attacker would guess behind shares, knowing all shares of the same whole."""
    facts = evaluator.package.facts
    facts = facts[facts["region_id"].isin(evaluator.regions.municipalities) & (facts["value"] > 0)]
    people = facts[(facts["sex"] == "t") & (facts["age_to"] - facts["age_from"] == AGE_OPEN)]
    found = {}
    for shares in SHARES:
        whole = people[(people["variable"] == shares.reference) & people["census_base"].isin(["zensus2011", "ohne"])]
        names = ["region_id", "period", "value"]
        known = {(r, p[:4]): v for r, p, v in whole[names].itertuples(index=False) if p[4:] in ("", "-12-31")}
        own = facts[facts["variable"].isin(shares.variables)].astype({"variable": str, "region_id": str, "period": str})
        for (place, year), rows in own.groupby(["region_id", "period"]):
            rates = dict(zip(rows["variable"], rows["value"], strict=True))
            counts = smallest_counts(rates, shares, known[place, year], 3)
            found |= {(name, year, place): float(count) for name, count in counts.items()}
    return found


class TestWhatIsHidden:
    def test_figures_stay_as_published_in_the_package(self, evaluator):
        published = evaluator.package.facts
        small = published["variable"].isin(COUNTED) & published["value"].between(1, 2)
        assert small.sum() == 147
        assert evaluator.protected.facts.loc[small, "value"].isna().all()
        assert (evaluator.protected.facts.loc[small, "status"] == Status.SECRET).all()

    def test_zeros_and_what_nobody_wants_withheld_are_shown(self, evaluator):
        published, shown = evaluator.package.facts, evaluator.protected.facts
        same = (published["value"] == shown["value"]) | published["value"].isna()
        changed = set(published.loc[~same, "variable"])
        assert changed <= COUNTED | SHARE_NAMES | set(RATE_OF)
        assert same[published["value"] == 0].all()
        births = (published["variable"] == "births") & published["value"].between(1, 2)
        assert shown.loc[births, "value"].notna().all()

    def test_few_cells_protect_and_counties_are_never_hidden(self, evaluator):
        withheld = evaluator.protected.withheld.astype({"region_id": str})
        reasons = withheld[withheld["variable"].isin(COUNTED)].groupby("reason").size()
        assert reasons["small"] == 147
        assert reasons["protecting"] <= 35
        assert not withheld["region_id"].isin([evaluator.regions.county, evaluator.regions.state, "DG"]).any()

    def test_regions_keep_their_sums_though_members_are_hidden(self, evaluator):
        indicator = load_catalogue()["arbeitslose_aeltere"]
        moment = evaluator.moments(indicator)[-1]
        planning = evaluator.regions.at_level(Level.PLANUNGSREGION)
        assert evaluator.evaluate(indicator, planning, [moment])["value"].notna().all()
        group = group_id(evaluator.regions.members(planning[0]))
        assert evaluator.evaluate(indicator, [group], [moment])["status"].item() == Status.SECRET

    def test_every_run_hides_the_same(self, evaluator):
        again = disclosure.protect(evaluator.package, evaluator.regions)
        pd.testing.assert_frame_equal(again.withheld, evaluator.protected.withheld)

    def test_all_rates_a_source_names_are_understood(self, evaluator):
        named = {v for d in demands(evaluator.package.sources).values() for v in d.variables if not adds_up(v)}
        assert named == SHARE_NAMES | set(RATE_OF)


def small(*counts, variable="unemployed", county=None, **more):
    """Counts of Adorf, Bdorf, Cstadt and their county from a source that withholds below 3."""
    places = zip((A, B, C, COUNTY), (*counts, county if county is not None else sum(counts)), strict=True)
    return [fact(variable, place, "2016", value, base="ohne", **more) for place, value in places]


def protected(facts):
    own = package(facts)
    names = sorted({row["source_id"] for row in facts})
    sources = pd.DataFrame({"source_id": names, "withhold_below": ["3"] * len(names), "withhold_of": [""] * len(names)})
    return Evaluator(replace(own, sources=sources))


def places_hidden(evaluator, **only):
    found = evaluator.protected.withheld
    for name, value in only.items():
        found = found[found[name] == value]
    return set(found["region_id"])


class TestSmallExamples:
    def test_a_lone_count_takes_a_neighbour_along_and_the_amt_keeps_its_sum(self):
        own = protected(small(2, 10, 30))
        assert places_hidden(own, reason="small") == {A}
        assert places_hidden(own, reason="protecting") == {B}
        frame = own.evaluate(attack.count_of("unemployed"), [A, B, C, AMT, COUNTY, group_id([A, C])], [NOW])
        assert frame["value"].fillna(-1).tolist() == [-1, -1, 30, 12, 42, -1]
        assert frame["status"].tolist()[-1] == Status.SECRET

    def test_no_sum_is_made_of_some_members_only(self):
        """Bdorf has no figure at all: the Amt's sum stays missing."""
        own = protected([row for row in small(2, 10, 30) if row["region_id"] != B])
        assert places_hidden(own) == {A, C}
        assert own.evaluate(attack.count_of("unemployed"), [AMT], [NOW])["value"].isna().all()

    def test_without_partners_the_attack_finds_it(self, monkeypatch):
        monkeypatch.setattr(disclosure, "settle", shown_without_protection)
        own = protected(small(2, 10, 30))
        cell = Cell("unemployed", "2016", "ohne")
        sets = attack.seen(own, cell, attack.regions_of(own, groups=5))
        assert attack.revealed(own, cell, sets) == {A}

    def test_two_ones_are_told_by_their_sum_so_a_third_joins(self):
        own = protected(small(1, 1, 30))
        assert places_hidden(own) == {A, B, C}
        assert own.evaluate(attack.count_of("unemployed"), [AMT], [NOW])["value"].isna().all()

    def test_where_no_other_cell_helps_the_county_is_not_shown(self):
        own = protected(small(2, 0, 0))
        assert places_hidden(own) == {A, COUNTY}

    def test_a_limit_of_the_source_is_a_limit_for_no_other(self):
        assert places_hidden(Evaluator(package(small(2, 10, 30)))) == set()

    def test_the_other_sex_is_hidden_too(self):
        facts = small(5, 16, 30) + small(1, 6, 14, sex="m") + small(4, 10, 16, sex="f")
        own = protected(facts)
        assert places_hidden(own, sex="m") == places_hidden(own, sex="f") == {A, B}
        assert places_hidden(own, sex="t") == set()

    def test_the_other_ages_are_hidden_too(self):
        young, old = {"ages": (0, 25)}, {"ages": (25, AGE_OPEN)}
        own = protected(small(12, 20, 40) + small(2, 8, 10, **young) + small(10, 12, 30, **old))
        assert places_hidden(own, age_from=0, age_to=25) == places_hidden(own, age_from=25) == {A, B}

    def test_a_part_is_hidden_that_would_leave_another_no_choice(self):
        """Of four unemployed three are 55 or older, so the hidden number of those under 25 could only be one."""
        parts = small(1, 6, 9, variable="unemployed_under_25") + small(3, 8, 9, variable="unemployed_55_65")
        own = protected(small(4, 30, 40) + parts)
        assert A in places_hidden(own, variable="unemployed_55_65")

    def test_a_secret_of_the_publisher_is_no_difference_either(self):
        facts = [*small(float("nan"), 10, 30, county=42)]
        facts[0]["status"] = "secret"
        assert places_hidden(protected(facts), reason="protecting") == {B}

    def test_without_a_sum_above_nothing_needs_protection(self):
        assert places_hidden(protected(small(2, 10, 30)[:3])) == {A, B}  # the Amt's sum is worth one more
        assert places_hidden(protected(small(2, 10, 30, variable="commuters_in"))) == {A}

    def test_a_county_told_by_the_state_counts_as_shown(self):
        facts = [*small(10, 10, 2)[:3], fact("unemployed", "98", "2016", 22, base="ohne")]
        assert places_hidden(protected(facts), reason="protecting") == {A}

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(0, 6), min_size=4, max_size=9), st.integers(2, 4))
    def test_no_table_is_solved(self, counts, size):
        """Any counts in any Ämter, county and Ämter shown as decided: every hidden cell keeps two values."""
        values = np.array(counts, dtype=float)[:, None]
        amts = {str(k): frozenset(range(k, min(k + size, len(counts)))) for k in range(0, len(counts), size)}
        everything = frozenset(range(len(counts)))
        withheld = (values > 0) & (values < 3)
        shape = np.ones_like(withheld)
        table = Table([("t", (0, AGE_OPEN))], values, shape, withheld, [everything], amts, frozenset(amts))
        outcome = settle(table)
        assert (outcome.hidden | ~withheld).all()
        gone = np.flatnonzero(outcome.hidden[:, 0])
        sums = [amts[name] for name in outcome.shown] + [everything] * outcome.sums_shown
        rows = attack.matrix(({(i,): 1.0 for i in members} for members in sums), [(int(i),) for i in gone])
        truth = values[gone, 0]
        assert attack.pinned(rows, truth, *attack.bounds(truth)) == set()
        if outcome.sums_shown:
            assert (truth > 0).all()


class TestDemands:
    def test_they_are_read_from_the_list_of_sources(self, evaluator):
        found = demands(evaluator.package.sources)
        assert found["13211-01-03-5"] == Demand(3)
        assert found["inkar"].covers("sgb2_persons")
        assert not found["inkar"].covers("doctors")
        assert "12612-01-01-5-B" not in found

    def test_an_older_package_is_no_more_open(self, evaluator):
        old = evaluator.package.sources.drop(columns=["withhold_below", "withhold_of"])
        assert demands(old) == demands(evaluator.package.sources)
        assert demands(pd.DataFrame()) == {}

    @pytest.mark.parametrize("text", ["drei", "1", "-3", "2.5"])
    def test_an_impossible_limit_is_refused_with_its_place(self, text):
        sources = pd.DataFrame({"source_id": ["a", "b"], "withhold_below": ["3", text], "withhold_of": ["", ""]})
        with pytest.raises(SourceFileError, match=r"sources\.csv.*Zeile 3, Spalte withhold_below"):
            demands(sources)


class TestCountsBehindRates:
    def test_a_rate_of_few_children_is_one_child(self):
        assert smallest_counts({"rate_children_sgb2": 0.63}, SHARES[0], 690, 3) == {"rate_children_sgb2": 1}

    def test_shares_of_one_whole_narrow_it_together(self):
        rates = {"rate_bg_single": 66.67, "rate_bg_children": 33.33}
        assert smallest_counts(rates, SHARES[1], 30, 3) == {"rate_bg_single": 6, "rate_bg_children": 3}

    def test_an_unknown_whole_leaves_one(self):
        assert smallest_counts({"rate_bg_single": 50.0}, SHARES[1], float("nan"), 3) == {"rate_bg_single": 1}

    def test_a_large_place_is_not_tried_out(self):
        found = smallest_counts({"rate_children_sgb2": 15.0}, SHARES[0], 80e6, 3)
        assert found["rate_children_sgb2"] > 1000
