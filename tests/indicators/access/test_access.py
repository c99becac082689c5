"""Ways: distances by hand, who lives far away, and that changes gain and lose as they must."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from data.facilities import FACILITY_COLUMNS, shipped
from data.schema import Status
from indicators.access import plan
from indicators.access.beyond import beyond, mean_km
from indicators.access.distance import Detour, Points, StraightLine
from indicators.access.gains import Shift, gains
from indicators.access.people import People, groups, people
from indicators.access.plan import Close, Move, Open, Site
from indicators.access.reach import located, origins, reach
from indicators.catalogue import ALL_AGES, load_catalogue
from indicators.evaluate import Evaluator, Moment
from tests.indicators.small_package import AMT, A, B, C, fact
from tests.indicators.small_package import package as small
from views import resources

IDS = tuple(f"99999{number:03d}" for number in range(5))
CENTRES = {region: (12.0 + at / 10, 54.0) for at, region in enumerate(IDS)}
NOW = Moment("2022-05-15", "zensus2022")
EAST = 6371.0088 * np.radians(0.1) * np.cos(np.radians(54.0))
"""A tenth of a degree to the east at 54° north: 6.536 km."""


def points(*pairs):
    return Points(np.array([lon for lon, _ in pairs], float), np.array([lat for _, lat in pairs], float))


def register():
    rows = {"region_id": list(IDS), "lon": [c[0] for c in CENTRES.values()], "lat": 54.0}
    return pd.DataFrame(rows).set_index("region_id", drop=False)


START = origins(register(), IDS)


def facilities(**sites):
    rows = [
        dict.fromkeys(FACILITY_COLUMNS)
        | {"id": key, "kind": "kita", "name": key, "lon": lon, "lat": lat, "region_id": ""}
        for key, (lon, lat) in sites.items()
    ]
    return pd.DataFrame(rows, columns=list(FACILITY_COLUMNS))


def counted(*heads):
    return People((6, 10), (6, 10), NOW, np.array(heads, float), False, ("T",))


# -- distances ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (1, 0), 111.195),  # a degree of a great circle
        ((0, 0), (0, 90), 10007.557),  # from the equator to the pole
        ((12, 54), (12.1, 54), 6.536),  # a tenth of a degree to the east, cos 54° of that at the equator
        ((12.1, 54.1), (12.1, 54.1), 0),
    ],
)
def test_straight_lines_known_by_hand(one, other, km):
    assert StraightLine().kilometres(points(one), points(other))[0, 0] == pytest.approx(km, abs=0.1)


def test_the_sphere_is_close_to_the_ellipsoid():
    one, other = (12.1757, 53.7945), (11.9053, 54.1000)
    true = Geod(ellps="WGS84").inv(*one, *other)[2] / 1000
    assert StraightLine().kilometres(points(one), points(other))[0, 0] == pytest.approx(true, rel=0.004)


def test_the_way_back_is_as_long_and_a_detour_is_longer_by_its_factor():
    many = points((12, 54), (12.5, 53.7), (11.9, 54.1))
    ways = StraightLine().kilometres(many, many)
    assert ways == pytest.approx(ways.T)
    assert Detour(1.3).kilometres(many, many) == pytest.approx(1.3 * ways)
    with pytest.raises(ValueError, match="shorter than the straight line"):
        Detour(0.9)


def test_the_nearest_is_taken_and_nothing_is_infinitely_far():
    ways = reach(START, facilities(west=(12.0, 54.0), east=(12.4, 54.0)), StraightLine())
    assert ways.km == pytest.approx([0, EAST, 2 * EAST, EAST, 0], abs=1e-3)
    assert [ways.facility(region)["name"] for region in IDS][::4] == ["west", "east"]
    none = reach(START, facilities(), StraightLine())
    assert np.isinf(none.km).all()
    assert none.facility(IDS[0]) is None


def test_the_border_may_be_nearer_than_the_nearest_facility():
    land = gpd.GeoDataFrame(geometry=[shapely.box(12.45, 53.9, 12.6, 54.1)], crs=4326)
    start = origins(register(), IDS, land)
    assert start.beyond_km[4] == pytest.approx(EAST / 2, rel=1e-3)
    ways = reach(start, facilities(west=(12.0, 54.0)), StraightLine())
    assert ways.maybe_nearer_beyond().tolist() == [False, False, False, True, True]


def test_a_facility_is_named_after_the_municipality_it_lies_in():
    shapes = gpd.GeoDataFrame({"region_id": IDS[:1]}, geometry=[shapely.box(11.9, 53.9, 12.05, 54.1)], crs=4326)
    found = located(facilities(inside=(12.0, 54.0), outside=(12.3, 54.0)), shapes)
    assert found["region_id"].tolist() == [IDS[0], ""]


@pytest.fixture(scope="module")
def real():
    return resources.evaluator()


def test_ways_are_those_of_the_catalogue(real):
    """The compiled mean ways are person-kilometres over people, from the same centres and the same schools."""
    pack, catalogue = real.package, load_catalogue()
    found = shipped(pack.places, pack.sources)
    start = origins(pack.regions, tuple(real.regions.municipalities), pack.context)
    for name, kind in (("weg_grundschule", "grundschule"), ("weg_bahnhof", "bahnhof")):
        indicator = catalogue[name]
        frame = real.evaluate(indicator, start.ids, real.moments(indicator)[-1:])
        ways = reach(start, found[found["kind"] == kind].reset_index(drop=True), StraightLine())
        assert frame["value"].to_numpy() == pytest.approx(ways.km, abs=0.002)


# -- people ------------------------------------------------------------------------------------------------------------


def test_ages_come_from_the_newest_source_with_ages_and_totals_from_the_newest(real):
    ids, count = real.regions.municipalities, load_catalogue()["personen_altersgruppe"]
    pupils, everybody, old = (people(real, count, ids, band) for band in ((6, 10), ALL_AGES, (80, 200)))
    assert (pupils.moment.period, pupils.heads.sum()) == ("2022-05-15", 8559)
    assert (everybody.moment.period, everybody.heads.sum()) == ("2024-12-31", 218721)
    assert (old.band, old.wanted, old.estimated) == ((75, 200), (80, 200), False)
    assert groups(real, pupils.moment)[3:6] == ((10, 16), (16, 19), (19, 25))


def test_a_secret_number_is_unknown_and_never_zero():
    facts = [
        fact("population", region, NOW.period, value, base=NOW.base, ages=(0, 3), status=status)
        for region, value, status in ((A, 12.0, "measured"), (B, np.nan, Status.SECRET), (C, 5.0, "measured"))
    ]
    found = people(Evaluator(small(facts)), load_catalogue()["personen_altersgruppe"], [A, B, C], (0, 3))
    assert found.heads == pytest.approx([12, np.nan, 5], nan_ok=True)
    start = origins(small(facts).regions, (A, B, C))
    told = beyond(reach(start, facilities(), StraightLine()), found, 5, {A, B})
    assert (told.far.people, told.far.unknown, told.share) == (12, (B,), None)
    assert AMT not in told.far.places


def test_who_lives_beyond_is_summed_over_the_members_of_a_region():
    ways = reach(START, facilities(west=(12.0, 54.0)), StraightLine())
    people_there = counted(10, 20, 30, 40, 50)
    told = beyond(ways, people_there, 2 * EAST + 1e-6, set(IDS))
    assert (told.far.people, told.all.people, told.share) == (90, 150, 60)
    assert beyond(ways, people_there, 0, {IDS[0], IDS[1]}).far.places == (IDS[1],)
    assert mean_km(ways.km, people_there) == pytest.approx(EAST * (20 + 60 + 120 + 200) / 150)
    assert np.isnan(mean_km(reach(START, facilities(), StraightLine()).km, people_there))


# -- what if -----------------------------------------------------------------------------------------------------------

SITES = st.builds(Site, st.integers(119000, 125000).map(lambda n: n / plan.FINE), st.just(54.0))
BASE = facilities(a=(12.0, 54.0), b=(12.2, 54.0), c=(12.35, 54.0))
PEOPLE = counted(10, 20, 30, 40, np.nan)


def shift(changes, before=BASE):
    ways = [reach(START, found, StraightLine()) for found in (before, plan.applied(before, changes, "Kita"))]
    return Shift(*ways)


@settings(max_examples=40, deadline=None)
@given(st.lists(SITES, min_size=1, max_size=4))
def test_what_is_added_never_makes_a_way_longer(sites):
    found = shift([Open("kita", site) for site in sites])
    assert not found.longer.any()
    told = gains(found, PEOPLE, 5, set(IDS))
    assert (told.lose.people, told.lose.places, told.outside.places) == (0, (), ())


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from("abc"), min_size=1))
def test_what_closes_never_makes_a_way_shorter_and_opening_it_again_changes_nothing(gone):
    closed = [Close(key) for key in sorted(gone)]
    assert not shift(closed).shorter.any()
    sites = BASE.set_index("id")
    again = [Open("kita", Site(sites.loc[key, "lon"], sites.loc[key, "lat"])) for key in sorted(gone)]
    assert shift([*closed, *again]).km == pytest.approx(0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(SITES)
def test_a_move_and_the_move_back_cancel_and_gains_are_the_losses_of_the_way_back(site):
    there = shift([Move("b", site)])
    moved = plan.applied(BASE, [Move("b", site)], "Kita")
    back = shift([Move("b", Site(12.2, 54.0))], moved)
    assert back.km == pytest.approx(-there.km)
    one, other = (gains(s, PEOPLE, 5, set(IDS)) for s in (there, back))
    assert (one.gain, one.within) == (other.lose, other.outside)


def test_gains_by_hand():
    told = gains(shift([Close("a"), Open("kita", Site(12.4, 54.0))]), PEOPLE, 10, set(IDS))
    assert (told.lose.people, told.lose.places) == (10, IDS[:1])  # 10 people, two tenths instead of none
    assert told.lose_km == pytest.approx(2 * EAST, abs=1e-3)
    assert (told.outside.people, told.within.places) == (10, ())
    assert told.gain.places == told.gain.unknown == (IDS[4],)  # how many live there is not known
    assert np.isnan(told.gain_km)


def test_when_the_last_one_closes_nobody_has_a_way_any_more():
    found = shift([Close("a"), Close("b"), Close("c")])
    told = gains(found, PEOPLE, 5, {IDS[0]})
    assert (told.lose.people, told.lose_km) == (10, np.inf)
    assert (shift([], facilities()).km == 0).all()


def test_changes_survive_the_link_and_nonsense_does_not():
    changes = [Open("kita", Site(*CENTRES[IDS[1]], IDS[1])), Move("a", Site(12.1234, 54.0)), Close("b")]
    text = plan.encode(changes)
    assert text == f"n-kita-{IDS[1]}.v-a-x121234y540000.z-b"
    known = dict.fromkeys("abc", "kita")
    assert plan.decode(text, CENTRES, known) == (changes, 0)
    assert plan.decode("z-weg.v-a-Nirgendwo.<img>.n-kita-x1.z-b-c..z-b", CENTRES, known) == ([Close("b")], 5)


def test_of_two_changes_to_one_facility_the_later_counts():
    moved = Move("a", Site(12.1, 54.0))
    assert plan.added([Close("a"), Close("b")], moved) == [Close("b"), moved]
    new = Open("kita", Site(12.1, 54.0))
    assert plan.added([new], new) == [new]
    assert plan.concerning([new, moved, Open("hort", new.site)], "kita", BASE) == [new, moved]
