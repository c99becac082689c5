"""The map of the coming years: which indicators, the same classes in all years, small places no further than they may be shown."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data.schema import AGE_OPEN, Level
from indicators.catalogue import ALL_AGES
from indicators.projection.scenario import HIGH, NO_MIGRATION, TREND
from tests.views.test_forecast_thresholds import markup
from views import forecast_map as section
from views import forecast_map_data as data
from views import resources
from views.formats import number
from views.map_svg import map_svg
from views.state import Selection

HATCHED = "für so kleine Orte nicht so weit gerechnet"


@pytest.fixture(scope="module")
def forecasts():
    return resources.forecasts()


def asked(forecasts, name, level=Level.GEMEINDE, scenario=TREND, band=None, sex="t"):
    indicator = data.projectable(resources.catalogue(), data.start_year(forecasts))[name]
    return data.Asked(indicator, band or indicator.band, sex, level, scenario)


def view_of(forecasts, name, year, region=None, **how):
    wanted = asked(forecasts, name, **how)
    county = forecasts.regions.county
    chosen = Selection(region or county, ALL_AGES, "t", county, "einwohner", wanted.level)
    return section.build(chosen, forecasts, wanted, year)


def test_indicators_are_found_by_their_formula(forecasts):
    found = data.projectable(resources.catalogue(), 2024)
    assert list(found)[:2] == ["seit_start_einwohner", "seit_start_personen_altersgruppe"]
    assert {"einwohner", "anteil_67", "anteil_80", "altenquotient", "durchschnittsalter", "dichte"} <= set(found)
    assert not {"einwohner_10_jahre", "kinder_je_frau", "siedlungsflaeche", "arbeitslose"} & set(found)


def test_a_figure_is_the_one_that_was_projected(forecasts):
    projection = forecasts.projection(TREND)
    people = projection.people[projection.years.index(2035)]
    frame = data.figures(forecasts, asked(forecasts, "anteil_67"), 2035).set_index("region_id")
    share = people[..., 67:].sum(axis=(1, 2)) / people.sum(axis=(1, 2)) * 100
    assert frame.loc[list(projection.places), "value"].to_numpy() == pytest.approx(share)
    assert frame.loc[forecasts.regions.county, "value"] == pytest.approx(people[..., 67:].sum() / people.sum() * 100)


def test_a_change_compares_with_the_start(forecasts):
    projection = forecasts.projection(TREND)
    people = projection.people[:, :, :, 3:6].sum(axis=(2, 3))
    wanted = asked(forecasts, "seit_start_personen_altersgruppe", band=(3, 6))
    frame = data.figures(forecasts, wanted, 2034).set_index("region_id").loc[list(projection.places)]
    assert frame["value"].to_numpy() == pytest.approx((people[10] - people[0]) / people[0] * 100)
    assert frame["numerator"].to_numpy() == pytest.approx(people[10] - people[0])
    assert (data.figures(forecasts, wanted, 2024)["value"] == 0).all()


@pytest.mark.parametrize("name", ["seit_start_einwohner", "anteil_67", "einwohner", "billeter", "anteil_altersgruppe"])
def test_classes_are_the_same_for_all_years_and_scenarios(forecasts, name):
    scale = data.scale(forecasts, asked(forecasts, name))
    assert scale == data.scale(forecasts, asked(forecasts, name, scenario=HIGH))
    assert 3 <= scale.size <= 6
    legends = [
        [row.label for row in view_of(forecasts, name, year, scenario=scenario).description.legend if row.code in "abcdef"]
        for year, scenario in ((2024, TREND), (2036, NO_MIGRATION), (2045, TREND))
    ]  # fmt: skip
    assert legends[0] == legends[1] == legends[2]


def test_the_catalogues_breaks_stay(forecasts):
    wanted = asked(forecasts, "anteil_67")
    assert set(wanted.indicator.breaks) <= set(data.scale(forecasts, wanted).breaks)


def test_every_figure_says_that_it_is_computed_ahead(forecasts):
    view = view_of(forecasts, "anteil_67", 2035)
    description = view.description
    judged = [at for at, code in enumerate(description.codes) if code in "abcdef"]
    assert len(judged) > 90
    assert all("% (vorausberechnet) · etwa" in description.text(at) for at in judged)
    assert "voraussichtlich" in description.title
    assert "vorausberechnet, Szenario „Trend“" in description.subtitle
    assert description.legend_unit == "Prozent, vorausberechnet"
    assert "vorausberechnet" in description.spoken()
    assert "Vorausberechnung" in description.source
    assert not any(code.isupper() for code in description.codes)


def test_the_left_end_is_today(forecasts):
    counted = view_of(forecasts, "einwohner", 2024).description
    assert "heute: 31.12.2024" in counted.subtitle
    assert not any("vorausberechnet" in counted.text(at) for at in range(len(counted.codes)))
    projection = forecasts.projection(TREND)
    own = dict(zip(projection.places, projection.people[0].sum(axis=(1, 2)), strict=True))
    shown = [int(text.replace(".", "")) for text in counted.fields]
    assert shown == [round(own[place]) for place in counted.region_ids]
    assert "Alter geschätzt" in view_of(forecasts, "anteil_67", 2024).description.legend_unit


def test_small_places_end_after_fifteen_years_and_say_so(forecasts):
    last, beyond = (view_of(forecasts, "einwohner", year).description for year in (2039, 2040))
    small = data.small_places(forecasts, Level.GEMEINDE)
    assert len(small) == 103
    assert "k" not in last.codes
    assert {place for place, code in zip(beyond.region_ids, beyond.codes, strict=True) if code == "k"} == small
    assert beyond.row("k").label == HATCHED
    assert {beyond.text(at) for at, code in enumerate(beyond.codes) if code == "k"} == {HATCHED}
    assert HATCHED in map_svg(beyond, resources.geometry("gemeinde"), 900, 700)


def test_heads_of_small_places_are_rounded_to_ten(forecasts):
    small = data.small_places(forecasts, Level.GEMEINDE)
    frame = view_of(forecasts, "anteil_67", 2035).frame
    few = frame[frame["region_id"].isin(small)]
    assert (few[["numerator", "denominator"]].to_numpy() % 10 == 0).all()
    changed = view_of(forecasts, "seit_start_einwohner", 2035).frame
    assert (changed.loc[changed["region_id"].isin(small), ["numerator", "denominator"]].to_numpy() % 10 == 0).all()
    young = view_of(forecasts, "anteil_18_24", 2035).frame
    assert (young.loc[~young["region_id"].isin(small), "numerator"].to_numpy() % 10 != 0).any()


def test_larger_regions_go_on_to_the_end(forecasts):
    view = view_of(forecasts, "anteil_80", 2045, level=Level.PLANUNGSREGION)
    assert len(view.frame) == 4
    assert np.isfinite(view.frame["value"]).all()


def test_a_change_tells_both_ends(forecasts):
    view = view_of(forecasts, "seit_start_einwohner", 2035)
    row, text = view.frame.iloc[0], view.description.text(0)
    ends = number(row["denominator"]), number(row["denominator"] + row["numerator"])
    assert text.endswith(f"% (vorausberechnet) · von {ends[0]} auf etwa {ends[1]} Menschen")


@pytest.mark.parametrize(
    ("name", "year", "level", "told"),
    [
        ("seit_start_einwohner", 2024, Level.GEMEINDE, "noch keine Veränderung"),
        ("anteil_67", 2024, Level.GEMEINDE, "Menschen ab 67 Jahren heute, am 31.12.2024: im Landkreis Rostock"),
        ("anteil_67", 2035, Level.AMT, "voraussichtlich ein größerer Anteil als 2024; im Landkreis Rostock"),
        ("anteil_80", 2045, Level.PLANUNGSREGION, "2045 in allen 4 Planungsregionen voraussichtlich"),
        ("durchschnittsalter", 2035, Level.GEMEINDE, "voraussichtlich ein höherer Wert als 2024"),
    ],
)
def test_the_finding_compares_with_today(forecasts, name, year, level, told):
    assert told in view_of(forecasts, name, year, level=level).finding


def test_the_chosen_age_band_is_named_in_the_finding(forecasts):
    view = view_of(forecasts, "seit_start_personen_altersgruppe", 2033, band=(3, 6))
    assert view.finding.endswith("voraussichtlich mehr Kinder von 3 bis 5 als 2024")


def test_breaks_made_for_the_nation_are_not_used_for_municipalities(forecasts):
    wanted = asked(forecasts, "anteil_80", level=Level.PLANUNGSREGION)
    codes = view_of(forecasts, "anteil_80", 2045, level=Level.PLANUNGSREGION).description.codes
    assert data.scale(forecasts, wanted).breaks[:4] != wanted.indicator.breaks
    assert len(set(codes)) > 1


def test_growth_is_counted(forecasts):
    view = view_of(forecasts, "seit_start_einwohner", 2035)
    more = int((view.frame["value"] > 0).sum())
    assert f"in {more} von 112 Gemeinden voraussichtlich mehr Menschen als 2024" in view.finding
    none = section._how_many(view.frame["value"] > 1e9, Level.AMT)
    assert none == "in keinem der 112 Gebiete"


def test_the_table_sets_today_beside_the_year(forecasts):
    wanted = asked(forecasts, "anteil_67")
    place = forecasts.regions.municipalities[0]
    view = view_of(forecasts, "anteil_67", 2042, region=place)
    text = section.table_html(view, forecasts, wanted)
    assert text.count("<tr") == 113
    assert HATCHED in text
    assert 'class="here"' in text
    assert "2042" not in section.table_html(view_of(forecasts, "anteil_67", 2024), forecasts, wanted)


def test_every_indicator_can_be_drawn_for_the_ends_of_the_slider(forecasts):
    for name in data.projectable(resources.catalogue(), 2024):
        for year in (2024, 2045):
            assert view_of(forecasts, name, year, level=Level.AMT).description.codes.strip("abcdefk") == ""


def test_open_ages_and_women_enter(forecasts):
    frame = data.figures(forecasts, asked(forecasts, "personen_altersgruppe", band=(80, AGE_OPEN), sex="f"), 2030)
    projection = forecasts.projection(TREND)
    assert frame.iloc[-1]["value"] == pytest.approx(projection.people[6, :, 0, 80:].sum())


# -- the section on a page ---------------------------------------------------------------------------------------------


def _page() -> None:
    from indicators.projection.scenario import TREND
    from views import filterbar, forecast_map, resources

    chosen = filterbar.show(resources.evaluator().regions, resources.catalogue(), ("ort", "alter", "geschlecht"))
    forecast_map.show(chosen, resources.forecasts(), TREND)


def opened(**query):
    app = AppTest.from_function(_page, default_timeout=90)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def test_a_link_reopens_indicator_level_and_year():
    text = markup(opened(karte_zeigt="Altenquotient", karte_ebene="Planungsregionen (4)", karte_jahr="2041"))
    assert "Altenquotient: 2041" in text
    assert "Planungsregionen · 31.12.2041, vorausberechnet" in text


@pytest.mark.parametrize("year", ["1850", "2099", "morgen"])
def test_a_year_outside_the_projection_falls_back(year):
    assert "31.12.2035, vorausberechnet" in markup(opened(karte_jahr=year))


def test_moving_the_slider_moves_the_map():
    app = opened(ort="Walkendorf")
    app.slider(key="karte_jahr").set_value(2030).run()
    assert "31.12.2030, vorausberechnet" in markup(app)
    assert "Die Farben bedeuten in allen Jahren dasselbe." in markup(app)
