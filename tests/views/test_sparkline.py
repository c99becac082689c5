"""The small course: two census bases are never joined."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from views.sparkline import runs, sparkline_svg

SVG = "{http://www.w3.org/2000/svg}"
WALKENDORF = [
    (2011, 982.0, "zensus2011"),
    (2013, 959.0, "zensus2011"),
    (2023, 919.0, "zensus2011"),
    (2024, 922.0, "zensus2022"),
]
points = st.lists(
    st.tuples(
        st.integers(1995, 2030),
        st.one_of(st.none(), st.floats(-1e6, 1e6)),
        st.sampled_from(["zensus2011", "zensus2022", "ohne"]),
    ),
    max_size=40,
)


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def lines(drawing):
    """Number of points of each drawn line."""
    return [p.get("d").count("L") + 1 for p in parsed(drawing).iter(f"{SVG}path")]


def texts(drawing):
    return [t.text for t in parsed(drawing).iter(f"{SVG}text")]


def test_the_line_ends_at_the_census_and_the_new_base_is_an_open_dot():
    drawing = sparkline_svg(WALKENDORF, unit="Menschen")
    assert lines(drawing) == [3]
    circles = list(parsed(drawing).iter(f"{SVG}circle"))
    assert [c.get("fill") for c in circles] == ["#FFFFFF"]


def test_ends_and_years_are_labelled():
    assert texts(sparkline_svg(WALKENDORF)) == ["982", "922", "2011", "2024"]


def test_one_date_is_a_dot_with_its_year():
    drawing = sparkline_svg([(2022, 20.8, "zensus2022")], unit="%", decimals=1)
    assert texts(drawing) == ["20,8\u00a0%", "2022 · nur ein Stichtag"]
    assert len(list(parsed(drawing).iter(f"{SVG}circle"))) == 1


def test_one_value_on_each_of_two_bases_draws_no_line():
    drawing = sparkline_svg([(2015, 22.0, "zensus2011"), (2022, 24.0, "zensus2022")])
    assert lines(drawing) == []
    assert len(list(parsed(drawing).iter(f"{SVG}circle"))) >= 1


def test_nothing_known_says_so():
    assert texts(sparkline_svg([])) == ["keine Zahlen"]
    assert texts(sparkline_svg([(2020, None, "ohne")])) == ["keine Zahlen"]


def test_the_description_tells_the_break():
    desc = parsed(sparkline_svg(WALKENDORF, unit="Menschen")).find(f"{SVG}desc").text
    assert (
        desc
        == "2011: 982\u00a0Menschen, 2023: 919\u00a0Menschen. Neue Zählbasis, nicht vergleichbar: 2024: 922\u00a0Menschen."
    )


@settings(deadline=None)
@given(points)
def test_no_line_ever_joins_two_bases(series):
    known = [(year, value, base) for year, value, base in series if value is not None]
    parts = runs(series)
    assert sum(len(part) for part in parts) == len(known)
    assert len(parts) == len({base for _, _, base in known})
    assert sum(lines(sparkline_svg(series))) == sum(len(part) for part in parts if len(part) > 1)


@settings(deadline=None)
@given(points)
def test_everything_stays_inside(series):
    drawing = sparkline_svg(series, width=230, height=56)
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawing):
        assert -1 <= float(x) <= 231
        assert 0 <= float(y) <= 56
