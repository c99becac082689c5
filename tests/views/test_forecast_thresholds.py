"""The section Tragfähigkeit: heads in words, two scenarios side by side, numbers and thresholds of one's own in the address."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from indicators.projection.crossing import Threshold, crossing
from indicators.projection.results import Fan
from indicators.projection.scenario import NO_MIGRATION, TREND
from reports import threshold_files
from views import forecast_thresholds as section
from views import forecast_thresholds_input as fields
from views import resources

SCHOOL = Threshold("Erste Klasse", (6, 7), needed=20)


def fan(low, high, first=2024, years=16):
    ends = np.linspace(low, low, years), np.linspace(high, high, years)
    return Fan(tuple(range(first, first + years)), (ends[0] + ends[1]) / 2, *ends)


def forecasts_of(low, high):
    """A projection that gives every region and band the same number."""
    forecast = SimpleNamespace(heads=lambda band, sex: fan(low, high), births_fan=lambda: fan(low, high, 2025, 15))
    return SimpleNamespace(region=lambda region, scenario: forecast, regions=resources.evaluator().regions)


def place(name):
    regions = resources.evaluator().regions
    return next(r for r in regions.municipalities if regions.name(r) == name)


@pytest.mark.parametrize(
    ("threshold", "told"),
    [
        (SCHOOL, "2032 etwa 4 bis 8 Einschulungen in Walkendorf"),
        (Threshold("Kita", (3, 6), needed=15), "2032 etwa 4 bis 8 Kinder von 3 bis 5 in Walkendorf"),
        (Threshold("Mädchen", (6, 7), "f", 15), "2032 etwa 4 bis 8 Mädchen von 6 in Walkendorf"),
        (Threshold("Hebamme", (0, 1), needed=9, source="births"), "2033 etwa 4 bis 8 Geburten in Walkendorf"),
    ],
)
def test_the_finding_is_told_in_heads(threshold, told):
    found = section.find(place("Walkendorf"), forecasts_of(4.2, 7.6), [threshold], TREND)
    assert found.title == told
    assert "vorausberechnet, Schwellen angenommen" in found.subtitle
    assert found.others == ()


def test_the_first_class_comes_first_whatever_stands_before_it():
    kita = Threshold("Kita", (3, 6), needed=15)
    assert "Einschulungen" in section.find(place("Walkendorf"), forecasts_of(4, 8), [kita, SCHOOL], TREND).title


def test_without_thresholds_the_section_still_has_a_title():
    found = section.find(place("Walkendorf"), forecasts_of(4, 8), [], TREND, NO_MIGRATION)
    assert (found.title, found.crossings, found.others) == ("Tragfähigkeit von Walkendorf", (), ())


def test_two_scenarios_stand_side_by_side_and_the_difference_is_counted():
    bus = Threshold("Bus", (6, 10), needed=50, kind="at_most")
    first = tuple(crossing(fan(4, 8), one) for one in (SCHOOL, bus))
    other = (crossing(fan(4, 30), SCHOOL), first[1])
    text = section.both_html(section.Findings("", "", first, other), "Trend", "Zuzug")
    assert "bei 1 von 2 Schwellen etwas" in text
    assert "Liegt schon darunter und bleibt es ziemlich sicher bis 2039." in text
    assert text.count("Bleibt ziemlich sicher bei höchstens 50 bis 2039.") == 2
    assert "keiner Schwelle etwas" in section.both_html(section.Findings("", "", first, first), "Trend", "Zuzug")


def test_hostile_names_stay_text_in_both_tables():
    evil = Threshold("<img src=x onerror=alert(1)>", (3, 6), needed=5)
    one = (crossing(fan(4, 8), evil),)
    found = section.Findings("t", "s", one, one)
    for text in (section.both_html(found, "<b>", "Zuzug"), section.table_html(found)):
        assert "<img" not in text
        assert "<b>" not in text


def test_an_own_threshold_needs_a_name_and_ages_in_order():
    assert fields.own_threshold("", 70, 60, 20, "at_least") is None
    own = fields.own_threshold("Chor", 60, 79, 12, "at_most")
    assert own == Threshold("Chor", (60, 80), needed=12, kind="at_most", assumption="Annahme: von Ihnen eingetragen")
    with pytest.raises(ValueError, match="„von 70 bis 60“ gibt es nicht"):
        fields.own_threshold("Chor", 70, 60, 20, "at_least")


def test_files_carry_title_note_and_source_and_run_nothing():
    evil = Threshold("=cmd()", (3, 6), needed=5, assumption="Annahme: <b>")
    found = section.Findings(
        "2032 etwa 4 bis 8", "Tragfähigkeit", (crossing(fan(4, 8), evil),), source="Eigene Rechnung"
    )
    table = threshold_files.to_csv(found).decode("utf-8-sig")
    assert "'=cmd();5 Kinder von 3 bis 5" in table
    drawing = threshold_files.to_svg(found).decode()
    for text in ("2032 etwa 4 bis 8", "Alle Schwellen sind Annahmen", "Eigene Rechnung"):
        assert text in table
        assert text in "".join(ET.fromstring(drawing).itertext())  # noqa: S314 - our own drawing
    assert threshold_files.to_png(found).startswith(b"\x89PNG")


# -- the section on a page ---------------------------------------------------------------------------------------------


def _page(two: bool) -> None:
    import streamlit as st

    from indicators.projection.scenario import NO_MIGRATION, TREND
    from views import filterbar, forecast_thresholds, resources

    chosen = filterbar.show(resources.evaluator().regions, resources.catalogue(), ("ort",))
    forecast_thresholds.show(chosen, resources.forecasts(), TREND, NO_MIGRATION if two else None)
    st.html("fertig")


def opened(two=False, **query):
    app = AppTest.from_function(_page, default_timeout=90, args=(two,))
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def markup(app):
    parts = []
    for element in app.main:
        proto = getattr(element, "proto", None)
        parts.append(str(getattr(proto, "body", "")))
        parts.append(json.loads(getattr(proto, "json", "") or "{}").get("markup") or "")
    return "".join(parts)


def test_the_section_shows_the_countys_thresholds_as_assumptions():
    text = markup(opened(ort="Walkendorf"))
    for label in resources.package().thresholds["label"]:
        assert label in text
    assert "Alle Schwellen sind Annahmen" in text
    assert "in mindestens neun von zehn Rechnungen" in text
    assert "Einschulungen in Walkendorf" in text
    assert "ändert gegenüber" not in text


def test_two_scenarios_show_both_sentences():
    text = markup(opened(two=True, ort="Walkendorf"))
    assert "Mit „Trend“" in text
    assert "Mit „ohne Wanderung“" in text


def test_a_link_reopens_changed_numbers_and_an_own_threshold():
    app = opened(
        ort="Walkendorf", noetig_kita="333", schwelle="Chor", schwelle_von="60", schwelle_bis="79", schwelle_zahl="77"
    )
    text = markup(app)
    assert "nötig: 333 Kinder" in text
    assert "Chor" in text
    assert "nötig: 77 Menschen von 60" in text
    app.number_input(key="noetig_kita").set_value(15).run()
    assert "nötig: 15 Kinder" in markup(app)


def test_ages_that_contradict_each_other_are_told_and_the_rest_stays():
    app = opened(ort="Walkendorf", schwelle="Chor", schwelle_von="70", schwelle_bis="60")
    assert "„von 70 bis 60“ gibt es nicht" in app.error[0].value
    assert "Kita-Gruppe" in markup(app)


@pytest.mark.parametrize("value", ["-5", "0", "viele", "1e9", "<b>"])
def test_nonsense_in_the_address_leaves_the_countys_number(value):
    assert "nötig: 15 Kinder von 3" in markup(opened(ort="Walkendorf", noetig_kita=value))


@pytest.mark.parametrize("value", ["<img src=x onerror=alert(1)>", "${x}", "=cmd()", "\u202eabc", "x" * 60])
def test_a_hostile_name_stays_text(value):
    text = markup(opened(ort="Walkendorf", schwelle=value))
    assert "<img" not in text
    assert "nötig: 20 Menschen ab 65" in text
