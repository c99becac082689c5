"""The matrix age group × walk of life, and the families of the comparisons, on the shipped figures."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from indicators.catalogue import CatalogueError
from indicators.evaluate import Evaluator
from indicators.monitoring import comparisons, families, situations
from indicators.monitoring.changes import changes
from indicators.monitoring.comparisons import Left
from indicators.monitoring.false_discovery import Procedure
from indicators.monitoring.field import measure
from indicators.monitoring.index import presets
from indicators.monitoring.known import Known
from indicators.reliability import Difference
from indicators.rows import Rows
from tests.indicators.small_package import COUNTY as COUNTY_OF_A
from tests.indicators.small_package import A, package

COUNTY, GUESTROW, PENZIN = "13072", "13072043", "13072078"


def filled(known, catalogue, region, benchmark=COUNTY):
    return {(c.age.id, c.walk): c for c in situations.cells(known, catalogue, region, benchmark)}


class TestMatrix:
    def test_the_age_groups_count_everybody_once(self, known, catalogue):
        cells = filled(known, catalogue, GUESTROW)
        heads = [c.figures[0].row["numerator"] for (age, walk), c in cells.items() if walk == "zahl" and age != "alle"]
        assert sum(heads) == pytest.approx(cells["kleine_kinder", "zahl"].figures[0].row["denominator"], rel=0.001)

    def test_white_spots_ask_a_question(self, known, catalogue):
        cells = filled(known, catalogue, GUESTROW).values()
        white = [c for c in cells if c.white]
        assert 10 < len(white) < 25
        assert all(c.question.endswith("?") for c in cells)

    def test_what_only_larger_regions_know_is_kept_apart_from_the_place(self, known, catalogue):
        figure = filled(known, catalogue, GUESTROW)["kleine_kinder", "wege"].figures[0]
        assert not figure.known
        assert figure.larger["region_id"] == COUNTY

    def test_a_village_is_too_small_to_judge_but_its_people_are_counted(self, known, catalogue):
        figure = filled(known, catalogue, PENZIN)["schulkinder", "zahl"].figures[0]
        assert figure.found == Difference.TOO_SMALL
        assert 0 < figure.row["numerator"] < 30

    def test_a_number_of_people_is_not_called_lower_than_the_county(self, known, catalogue):
        assert filled(known, catalogue, GUESTROW)["alle", "zahl"].figures[0].found == Difference.UNKNOWN

    def test_age_filter(self, known, catalogue):
        cells = filled(known, catalogue, GUESTROW)
        assert situations.about_ages(cells["jugend", "zahl"], (18, 25))
        assert not situations.about_ages(cells["hochbetagte", "zahl"], (18, 25))
        assert situations.about_ages(cells["alle", "zahl"], (18, 25))

    @pytest.mark.parametrize(
        ("old", "new", "word"),
        [('walk = "familie"', 'walk = "zahl"', "steht zweimal"), ('walk = "familie"', 'walk = "geld"', "nicht gibt")],
    )
    def test_a_mistake_in_the_table_is_named(self, tmp_path, old, new, word):
        path = tmp_path / "lebenslagen.toml"
        path.write_text(situations.SITUATIONS_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        with pytest.raises(CatalogueError, match=word):
            situations.written(path)

    def test_every_figure_of_the_table_is_in_the_catalogue(self, catalogue):
        asked = {one.indicator_id for cell in situations.written().asked.values() for one in cell}
        assert asked <= set(catalogue.indicators)


@pytest.fixture(scope="module")
def table(known, catalogue):
    """All comparisons of the shipped county."""
    return comparisons.comparisons(known, catalogue)


class TestComparisons:
    def test_no_indicator_stands_in_two_families_and_none_is_forgotten(self, catalogue):
        names = Counter(i for f in families.families(catalogue) for i in f.indicators)
        assert set(names.values()) == {1}
        assert {i.id for i in catalogue.indicators.values() if not i.age_filter} == set(names) - {"frauenanteil"}

    def test_old_people_are_one_comparison_and_not_three(self, table):
        assert set(table.loc[table["family"] == "aeltere", "indicator"]) == {"anteil_67"}

    def test_what_is_too_small_or_secret_is_not_compared_but_counted(self, table, known):
        assert table["p_rest"].notna().sum() == (table["left"] == "").sum() > 2000
        small = table[table["region_id"] == PENZIN]["left"]
        assert set(small) <= {Left.TOO_SMALL, Left.SECRET, Left.NO_CHANCE, Left.NO_FIGURE}
        assert (table["left"] == Left.SECRET).sum() > 30

    def test_everybody_else_is_the_county_without_the_place(self, table, known, catalogue):
        row = table[(table["region_id"] == GUESTROW) & (table["indicator"] == "arbeitslose")].iloc[0]
        moment = known.newest(catalogue["arbeitslose"])
        county = known.rows.at(catalogue["arbeitslose"], moment, COUNTY)
        rest = (county["numerator"] - row["numerator"]) / (county["denominator"] - row["denominator"])
        assert row["rest"] == pytest.approx(100 * rest)
        assert row["expected"] == pytest.approx(rest * row["denominator"])

    def test_unusual_is_rarer_than_different_and_the_strict_procedure_reports_less(self, table):
        usual, strict = (comparisons.reported(table, p) for p in (Procedure.USUAL, Procedure.STRICT))
        assert 3 <= usual["unusual"].sum() < usual["different"].sum() / 10
        assert (strict["different"] <= usual["different"]).all() and strict["different"].sum() < usual[
            "different"
        ].sum()
        assert (usual["different"] | ~usual["unusual"]).all()

    def test_known_peculiarities_are_found(self, table):
        found = comparisons.reported(table)
        unusual = found[found["unusual"]]
        assert ("13072036", "anteil_67") in set(
            zip(unusual["region_id"], unusual["indicator"], strict=True)
        )  # the seaside

    def test_counts_drawn_anew_from_the_county_leave_hardly_anything_to_report(self, known, catalogue):
        """The shipped places and people, but every place with the county's own share: nothing is there to be found."""
        rng = np.random.default_rng(11)
        counties = []
        for name in ("anteil_67", "arbeitslose", "einwanderungsgeschichte", "leerstand"):
            indicator = catalogue[name]
            moment = known.newest(indicator)
            rows = [known.rows.at(indicator, moment, r) for r in known.rows.evaluator.regions.municipalities]
            total = np.array([r["denominator"] for r in rows if r["verdict"] not in ("", "zu_klein")])
            whole = known.rows.at(indicator, moment, COUNTY)
            counties.append((total.round(), whole["numerator"] / whole["denominator"], whole["denominator"]))
        reports = []
        for _ in range(20):
            p_values = []
            for total, share, people in counties:
                part = rng.binomial(total.astype(int), share).astype(float)
                none = np.zeros_like(part)
                rest_part = share * (people - total)
                counts = comparisons.Counts("share", part, total, rest_part, people - total, none, none)
                p_values.append(comparisons.judge(counts).p_rest)
            reports.append((comparisons.adjusted(np.concatenate(p_values)) <= 0.05).any())
        assert np.mean(reports) <= 0.15


class TestChanges:
    def test_only_two_times_on_one_base_are_compared_and_few_stand_out(self, known, catalogue):
        found = changes(known, catalogue)
        assert set(found["indicator"]) >= {"arbeitslose", "sgb2"}
        assert 0 < found["different"].sum() < 20 < (found["left"] == "").sum()
        assert set(found.loc[found["region_id"] == PENZIN, "left"]) <= {Left.TOO_SMALL, Left.SECRET, Left.UNSURE}

    def test_a_figure_that_doubles_where_the_rest_stays_stands_out(self, known, catalogue):
        found = changes(known, catalogue).set_index(["region_id", "indicator"])
        seaside = found.loc["13072036", "sgb2"]  # 97 of 4,043 people in 2021, 174 of 4,183 a year later
        assert seaside["different"]
        assert seaside["numerator"] > 1.5 * seaside["numerator_before"]
        county = {
            y: known.rows.at(catalogue["sgb2"], m, COUNTY) for m in known.times(catalogue["sgb2"]) for y in [m.year]
        }
        rest = [
            county[y]["numerator"] - n for y, n in ((2021, seaside["numerator_before"]), (2022, seaside["numerator"]))
        ]
        people = [
            county[y]["denominator"] - n
            for y, n in ((2021, seaside["denominator_before"]), (2022, seaside["denominator"]))
        ]
        assert seaside["rest_before"] == pytest.approx(100 * rest[0] / people[0])
        assert seaside["rest"] == pytest.approx(100 * rest[1] / people[1])


def test_a_package_without_figures_has_nothing_to_compare(catalogue):
    empty = Known(Rows(Evaluator(package([]))))
    assert comparisons.reported(comparisons.comparisons(empty, catalogue)).empty
    assert changes(empty, catalogue).empty
    assert all(cell.white for cell in situations.cells(empty, catalogue, A, COUNTY_OF_A))
    assert not measure(empty, catalogue, next(iter(presets(catalogue).values()))).has_status
