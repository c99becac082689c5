"""Status × Dynamik: class limits, direction, weights, what is missing, and how sure a class is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data.schema import Level
from indicators.catalogue import CatalogueError
from indicators.monitoring import classes, index
from indicators.monitoring.columns import Gap, error_of
from indicators.monitoring.field import measure
from indicators.monitoring.index import Index, Member

GUESTROW, PENZIN = "13072043", "13072078"
UNEMPLOYED = Index("eigener", "Arbeit", (Member("arbeitslose"),))


class TestScale:
    def test_status_and_dynamic_keep_the_published_limits(self):
        values = [-1.2, -0.9, 0.9, 1.2, 1.7]
        assert [int(classes.status_class(v)) for v in values] == [0, 1, 1, 2, 3]
        assert [int(classes.dynamic_class(v)) for v in values] == [0, 1, 1, 2, 2]

    def test_one_place_far_off_counts_as_three_deviations(self):
        ordinary = np.tile([-1.0, 1.0], 50)
        scale = classes.scale(np.append(ordinary, 100.0), 0.0)
        assert scale.deviation < 4.0
        assert scale.standardised(np.array([100.0]))[0] == 3.0

    def test_figures_that_are_all_alike_stand_in_the_middle(self):
        scale = classes.scale(np.full(5, 7.0), 7.0)
        assert scale.standardised(np.array([7.0, math.nan])).tolist()[0] == 0.0

    def test_without_a_figure_of_the_county_the_mean_is_the_middle(self):
        assert classes.scale(np.array([1.0, 3.0]), math.nan).middle == 2.0

    def test_chances_add_up_and_follow_the_error(self):
        narrow, wide = (classes.chances(1.2, error, classes.STATUS_LIMITS) for error in (0.05, 1.0))
        assert sum(narrow) == pytest.approx(1) and sum(wide) == pytest.approx(1)
        assert narrow[2] > 0.99 and wide[2] < 0.3


@pytest.fixture(scope="module")
def fields(known, catalogue):
    """All written indices, measured."""
    return {name: measure(known, catalogue, one) for name, one in index.presets(catalogue).items()}


class TestField:
    def test_every_municipality_has_classes_or_a_reason(self, fields, known):
        for found in fields.values():
            assert set(found.places) == set(known.rows.evaluator.regions.municipalities)
            for place in found.places.values():
                for standing in (place.status, place.dynamic):
                    assert (standing.code is None) == (standing.gap is not None)
                    assert standing.code is None or sum(standing.chances) == pytest.approx(1)

    def test_every_preset_has_both_scales_and_most_places_a_class(self, fields):
        for found in fields.values():
            assert sum(p.status.code is not None for p in found.places.values()) > 85
            assert found.has_dynamic

    def test_a_village_below_300_has_no_class_whatever_its_figures(self, fields):
        assert {f.places[PENZIN].status.gap for f in fields.values()} == {Gap.SMALL_PLACE}

    def test_contributions_add_up_to_the_index(self, fields):
        for found in fields.values():
            status = found.places[GUESTROW].status
            assert sum(p.contribution for p in status.parts) == pytest.approx(status.value)

    def test_class_and_value_belong_together(self, fields):
        values = [p.status for f in fields.values() for p in f.places.values() if p.status.code is not None]
        assert all(s.code == classes.status_class(s.value) for s in values)

    def test_a_change_needs_two_times_on_one_census_base(self, fields):
        for found in fields.values():
            for use in found.dynamic_uses:
                assert use.gap is not None or use.first is None or use.first.base == use.moment.base
        gaps = {u.indicator.id: u.gap for u in fields["alterung"].dynamic_uses}
        assert gaps["anteil_75"] == Gap.ONE_TIME  # 2015 and 2022 are known, but on two census bases
        assert gaps["einwohner_10_jahre"] is None  # a change itself: it enters the Dynamik, not the Status
        assert {u.indicator.id: u.gap for u in fields["alterung"].status_uses}["einwohner_10_jahre"] == Gap.CHANGE

    def test_the_direction_turns_the_sign(self, known, catalogue):
        need = measure(known, catalogue, UNEMPLOYED).places[GUESTROW].status
        less = measure(known, catalogue, Index("x", "x", (Member("arbeitslose", 1, -1),))).places[GUESTROW].status
        assert need.value > 1 and less.value == pytest.approx(-need.value)
        assert (need.code, less.code) == (3, 0)

    def test_weights_count_against_one_another(self, known, catalogue):
        def shares(*weights):
            members = tuple(Member(i, w) for i, w in zip(("arbeitslose", "weg_bahnhof"), weights, strict=True))
            parts = measure(known, catalogue, Index("x", "x", members)).places[GUESTROW].status.parts
            return [p.contribution / p.score for p in parts]

        first, second = shares(3, 1)
        assert first == pytest.approx(3 * second)
        assert shares(2, 2) == pytest.approx(shares(1, 1))

    def test_a_missing_member_takes_the_class_and_is_named(self, known, catalogue):
        found = measure(
            known, catalogue, Index("x", "x", (Member("arbeitslose"), Member("uebernachtungen")))
        ).places.values()
        secret = [p for p in found if p.status.gap == Gap.SECRET]
        assert len(secret) > 20
        assert {p.status.gap_use.indicator.id for p in secret} == {"uebernachtungen"}

    def test_published_shares_without_counts_carry_chance_by_the_people_behind_them(self):
        published = {"value": 20.0, "low": math.nan, "high": math.nan}
        few, many = error_of(published, 25.0), error_of(published, 2500.0)
        assert many == pytest.approx(0.8, abs=0.01)  # 100 · √(0.2 · 0.8 / 2500)
        assert few > 7
        assert error_of(published, math.nan) == error_of({**published, "value": math.nan}, 25.0) == 0.0

    def test_a_class_means_the_same_at_every_level(self, known, catalogue):
        """A town without an Amt stands at the level of the Ämter exactly where it stands among the municipalities."""
        regions = known.rows.evaluator.regions
        amts = measure(known, catalogue, UNEMPLOYED, Level.AMT).places
        same = [r for r in amts if regions.members(r) == (GUESTROW,)]
        own = measure(known, catalogue, UNEMPLOYED).places[GUESTROW].status
        assert amts[same[0]].status.value == pytest.approx(own.value)
        assert measure(known, catalogue, UNEMPLOYED, Level.PLANUNGSREGION).has_status

    def test_only_changes_leave_the_status_empty(self, known, catalogue):
        found = measure(known, catalogue, Index("x", "x", (Member("einwohner_10_jahre", 1, -1),)))
        assert not found.has_status and found.has_dynamic


class TestWrittenIndices:
    def test_presets_are_known_to_the_catalogue(self, catalogue):
        assert len(index.presets(catalogue)) == len(index.written().presets) >= 3

    @pytest.mark.parametrize(
        ("old", "new", "word"),
        [
            ('weight = 1, more = "need"', 'weight = 1, more = "viel"', "more ist"),
            ("weight = 1", "weight = 4", "weight ist 1 bis 3"),
            ('id = "versorgung"', 'id = "alterung"', "steht zweimal"),
            ('indicator = "sgb2"', 'indicator = "arbeitslose"', "verschiedene Indikatoren"),
        ],
    )
    def test_a_mistake_in_the_table_is_named(self, tmp_path, old, new, word):
        path = tmp_path / "indices.toml"
        path.write_text(index.INDICES_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        with pytest.raises(CatalogueError, match=word):
            index.written(path)

    def test_the_catalogue_decides_the_direction(self, catalogue):
        assert index.usual_direction(catalogue["hausaerzte"]) == -1
        assert index.usual_direction(catalogue["arbeitslose"]) == index.usual_direction(catalogue["anteil_67"]) == 1
