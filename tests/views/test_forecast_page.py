"""What the page Prognose is put together from: counted years, sentences, phases of life, assumptions, files."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import load_workbook

from indicators.ages import LIFE_PHASES
from indicators.projection.results import Fan
from indicators.projection.scenario import HIGH, NO_MIGRATION, TREND, Migration, Phase, Scenario
from reports import forecast_files
from tests.pages.test_profile import chosen
from views import forecast_assumptions, forecast_controls, forecast_parts, resources
from views.forecast_view import COARSE_PHASES, FINE, ForecastView, history_of, view_of


def view(place: str = "Lohmen", scenario: Scenario = TREND, other: Scenario | None = None, **choice) -> ForecastView:
    return view_of(
        resources.evaluator(), resources.catalogue(), resources.forecasts(), chosen(place, **choice), scenario, other
    )


def counted(place: str, band=(0, 200), sex: str = "t", last_year: int = 2024):
    return history_of(resources.evaluator(), resources.catalogue(), chosen(place).region_id, band, sex, last_year)[0]


def test_counted_years_stay_on_their_census_base():
    old, new = counted("Güstrow")
    assert old.base == "zensus2011"
    assert (old.points[0], old.points[-1]) == ((2011, 28704.0), (2023, 29582.0))
    assert new.points == ((2022, 28623.0), (2024, 28959.0))


def test_only_exactly_counted_age_groups_are_history():
    assert counted("Güstrow", (80, 200)) == ()
    assert [part.points for part in counted("Güstrow", (75, 200), "f")] == [((2015, 2754.0),)]
    assert counted("Landkreis Rostock", (80, 200))[0].points == ((2015, 12248.0), (2020, 16217.0))


def test_history_ends_with_the_start():
    assert counted("Landkreis Rostock")[-1].points[-1] == (2024, 218721.0)
    assert counted("Landkreis Rostock", last_year=2025)[-1].points[-1][0] == 2025


def test_the_start_is_the_counted_number():
    one = view("Lohmen")
    assert one.start_counted == 814
    assert one.fan.expected[0] == pytest.approx(814)
    assert one.fan.low[0] == one.fan.high[0] == one.fan.expected[0]
    assert view("Lohmen", band=(3, 6)).start_counted is None


def test_round_years_between_start_and_end():
    assert view("Lohmen").years == (2024, 2030, 2035, 2039)
    assert view("Güstrow").years == (2024, 2030, 2035, 2040, 2045)


@pytest.mark.parametrize("phases", [LIFE_PHASES, COARSE_PHASES])
def test_phases_of_life_leave_no_gap_and_are_made_of_whole_bars(phases):
    edges = [phase.low for phase in phases]
    assert edges[0] == 0
    assert [phase.high for phase in phases[:-1]] == edges[1:]
    if phases is LIFE_PHASES:
        assert set(edges) <= {low for low, _ in FINE}


def test_phases_of_life_add_up_to_everybody():
    for one in (view("Lohmen"), view("Güstrow", sex="f")):
        total = sum(fan.expected for _, fan in one.phase_fans())
        assert total == pytest.approx(one.forecast.heads(sex=one.sex).expected)


def test_the_headline_tells_heads_and_range():
    assert re.fullmatch(
        r"2039 leben in Lohmen etwa \d+ Menschen: vier von fünf Rechnungen liegen zwischen \d+ und \d+",
        forecast_parts.headline(view("Lohmen")),
    )
    assert "Frauen ab 80" in forecast_parts.headline(view("Güstrow", band=(80, 200), sex="f"))
    assert "ergeben höchstens" in forecast_parts.headline(view("Penzin", band=(0, 3)))


def test_the_subtitle_says_what_the_figures_are():
    told = forecast_parts.subtitle(view("Güstrow", TREND, HIGH, band=(80, 200), sex="f"))
    for words in ("keine Vorhersage", "80 und älter", "Frauen", "„Trend“ und „Zuzug“", "31.12.2024, Zensus 2022"):
        assert words in told


def test_a_change_is_sure_only_if_nine_of_ten_runs_agree():
    ends = np.array([100.0, 60.0])
    fan = Fan((2024, 2039), ends, np.array([100.0, 40.0]), np.array([100.0, 105.0]))
    assert forecast_parts.change_words(fan, (-60.0, -1.0), 1) == "weniger"
    assert forecast_parts.change_words(fan, (-60.0, 5.0), 1) == "nicht gesichert"
    assert forecast_parts.change_note(fan, "nicht gesichert") == "eher weniger"
    level = Fan((2024, 2039), np.array([100.0, 100.4]), ends, ends)
    assert forecast_parts.change_words(level, (-20.0, 20.0), 1) == "etwa gleich"


def test_the_change_of_everybody_starts_from_the_counted_number():
    one = view("Güstrow")
    _, low, high = one.fan.at(one.last_year)
    begin = one.fan.expected[0]
    assert one.change((0, 200), "t") == pytest.approx((low - begin, high - begin), abs=0.5)


def test_own_values_equal_to_today_are_no_change():
    forecasts = resources.forecasts()
    assert not forecast_controls.changed(replace(TREND, name=forecast_controls.OWN))
    assert forecast_controls.changed(Scenario(forecast_controls.OWN, children=2.0))
    assert forecast_controls.changed(Scenario(forecast_controls.OWN, Migration.NONE))
    assert forecast_controls.named(forecasts, "unbekannt", None) == TREND


def test_moves_of_today_add_up_to_the_countys():
    forecasts = resources.forecasts()
    county = forecast_controls.moves_today(forecasts, forecasts.regions.county)
    places = [forecast_controls.moves_today(forecasts, place) for place in forecasts.model.places]
    for phase in Phase:
        assert county[phase] == pytest.approx(sum(one[phase] for one in places))
    projection = forecasts.projection(TREND)
    told = projection.moves[forecasts.model.years_passed].sum()
    assert sum(county.values()) == pytest.approx(told, abs=abs(told) * 0.05)


def test_assumptions_tell_todays_values():
    forecasts = resources.forecasts()
    own = Scenario("eigene Annahmen", Migration.HIGH, 1.8, 3.0, ((Phase.FAMILIES, 5.0),), chosen("Lohmen").region_id)
    lines = {one.about: one.text for one in forecast_assumptions.assumptions(forecasts, view("Lohmen", own))}
    assert lines["Kinder je Frau"].startswith("1,80 nach 5 Jahren statt 1,4")
    assert lines["Zusätzlich im Jahr"] == "Familien +5."
    women = re.search(r"Frauen ([\d,]+) Jahre heute, ([\d,]+) im Jahr", lines["Lebenserwartung"]).groups()
    assert float(women[1].replace(",", ".")) > float(women[0].replace(",", ".")) + 2


def test_the_second_scenario_lists_only_what_it_changes():
    found = forecast_assumptions.assumptions(resources.forecasts(), view("Lohmen", TREND, NO_MIGRATION))
    beside = [one.text for one in found if one.about.startswith("Daneben")]
    assert any("Niemand zieht" in text for text in beside)
    assert "Daneben „ohne Wanderung“: Wanderung" in [one.about for one in found]
    assert not any("wie heute im Landkreis" in text for text in beside)


def taken(one: ForecastView) -> forecast_files.Takeaway:
    assumed = forecast_assumptions.assumptions(resources.forecasts(), one)
    return forecast_files.Takeaway(
        one, tuple(forecast_parts.sentences(one)), tuple(assumed), "Statistische Ämter, dl-de/by-2-0"
    )


@pytest.fixture(scope="module")
def pair() -> forecast_files.Takeaway:
    return taken(view("Lohmen", replace(TREND, name="=cmd()"), NO_MIGRATION))


def test_the_picture_carries_title_scenario_assumptions_source_and_date(pair):
    told = " ".join(re.sub(r"<[^>]+>", " ", forecast_files.to_svg(pair).decode()).split())
    for words in ("2039 leben in Lohmen", "31.12.2024", "Kinder je Frau", "dl-de/by-2-0", "ohne Wanderung"):
        assert words in told
    assert forecast_files.to_png(pair)[:4] == b"\x89PNG"


def test_the_table_runs_in_a_german_spreadsheet(pair):
    lines = forecast_files.to_csv(pair).decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("# Titel;2039 leben in Lohmen")
    assert any(line.startswith("Jahr;'=cmd(): erwartet") for line in lines)
    assert "2024;814;zensus2022" in lines
    assert not [line for line in lines if line.startswith("=")]


def test_the_workbook_has_years_counts_phases_and_notes(pair):
    book = load_workbook(io.BytesIO(forecast_files.to_xlsx(pair)))
    assert book.sheetnames == ["Vorausberechnung", "Gezählt", "Lebensphasen", "Angaben"]
    assert book["Vorausberechnung"]["B1"].data_type == "s"
    assert book["Lebensphasen"].max_row == len(COARSE_PHASES) + 1
    notes = [row[0].value for row in book["Angaben"].iter_rows()]
    assert "Quelle" in notes
    assert any(str(note).startswith("Annahme: Kinder je Frau") for note in notes)
