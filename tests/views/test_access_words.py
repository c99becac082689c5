"""Sentences about ways: right forms, heads beside every share, nothing unknown told as a number."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from data.facility_kinds import KINDS, own_kind
from data.schema import Level
from indicators.access.beyond import Beyond, Heads
from indicators.access.gains import Gains
from indicators.access.people import People
from indicators.access.plan import Close, Open, Site
from indicators.evaluate import Moment
from views import access_data, access_gains, access_panel, access_words, resources
from views.wording import Wording

SCHOOL, STATION, OWN = KINDS["grundschule"], KINDS["bahnhof"], own_kind("Tafel")
PLACE = Wording("Amt Gnoien", "im Amt Gnoien", "des Amtes Gnoien", "Amt Gnoien")
PUPILS = People((6, 10), (6, 10), Moment("2022-05-15", "zensus2022"), np.zeros(1), False, ())
WRONG = re.compile(
    r"\b1 (Kinder|Menschen|Gemeinden|Grundschulen)|(?<![\d,.])0 (Kinder|Menschen|von)|  |nan|inf\b|None|−0,0|\{|\}"
)


def some(people, places="ab", unknown=""):
    return Heads(float(people), tuple(places), tuple(unknown))


def far(people, of, places="ab", unknown=""):
    found = Beyond(some(people, places, unknown), some(of, "abc", unknown))
    return access_words.far_sentence(found, PUPILS, SCHOOL, 5, PLACE).replace("\u00a0", " ")


def test_the_headline_has_heads_and_their_whole():
    assert (
        far(1240, 8559)
        == "Im Amt Gnoien wohnen 1.240 von 8.559 Kindern von 6 bis 9 weiter als 5 km von einer Grundschule"
    )
    assert far(1, 12).startswith("Im Amt Gnoien wohnt 1 von 12 Kindern")
    assert far(0, 12, places="") == "Im Amt Gnoien liegt keine Gemeinde weiter als 5 km von einer Grundschule entfernt"
    assert far(0, 12) == "Im Amt Gnoien wohnt niemand dieses Alters weiter als 5 km von einer Grundschule"


def test_what_is_unknown_makes_a_number_a_least_one_and_hides_the_share():
    assert (
        far(30, 90, unknown="b")
        == "Im Amt Gnoien wohnen mindestens 30 Kinder von 6 bis 9 weiter als 5 km von einer Grundschule"
    )
    assert far(0, 90, unknown="b").startswith("Im Amt Gnoien wohnen unbekannt viele Kinder")
    assert access_words.share_text(Beyond(some(30), some(900, unknown="b"))) == ""


def test_a_share_of_few_people_is_not_written():
    assert access_words.share_text(Beyond(some(30), some(99))) == ""
    assert access_words.share_text(Beyond(some(30), some(120))) == "25,0\u00a0%"


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        (SCHOOL, ("zur nächsten Grundschule", "von einer Grundschule", "neue Grundschule")),
        (STATION, ("zum nächsten Bahnhof", "von einem Bahnhof", "neuer Bahnhof")),
        (KINDS["pflegeheim"], ("zum nächsten Pflegeheim", "von einem Pflegeheim", "neues Pflegeheim")),
        (
            KINDS["weiterfuehrende_schule"],
            ("zur nächsten weiterführenden Schule", "von einer weiterführenden Schule", "neue weiterführende Schule"),
        ),
        (OWN, ("zum nächsten Ziel der Art „Tafel“", "von einem Ziel der Art „Tafel“", "neu: „Tafel“")),
    ],
)
def test_every_kind_has_its_gender(kind, forms):
    assert (access_words.to_nearest(kind), access_words.from_one(kind), access_words.new_one(kind)) == forms


def test_gains_and_losses_in_one_sentence():
    def told(gain, lose, changes=2):
        found = Gains(gain, lose, some(0, ""), some(0, ""), 3.0, 2.0)
        return access_words.gains_sentence(found, PUPILS, SCHOOL, changes, PLACE)

    assert told(some(120), some(43)) == (
        "Mit Ihren 2 Änderungen haben es im Amt Gnoien 120 Kinder von 6 bis 9 näher zur nächsten Grundschule, 43 weiter"
    )
    assert told(some(1), some(0, ""), 1).startswith("Mit Ihrer Änderung hat es im Amt Gnoien 1 Kind von 6 bis 9 näher")
    assert "unbekannt viele Kinder von 6 bis 9 weiter" in told(some(0, ""), some(0, "a", "a"))
    assert told(some(0), some(0, "")).endswith("Wege, aber nicht für Kinder von 6 bis 9")
    assert "so gut wie gleich" in told(some(0, ""), some(0, ""))


def test_a_way_that_ends_is_no_number():
    assert access_words.km(math.inf) == "kein Weg"
    assert "kein Weg" in access_words.gain_detail(some(3), math.inf, "länger")
    assert access_words.gain_detail(some(3), math.nan, "länger") == "in 2 Gemeinden"


def test_sentences_of_all_aemter_and_some_municipalities_are_right():
    """Every Amt, the county, and every ninth municipality, today and with changes."""
    regions, pool = resources.evaluator().regions, access_data.pool()
    wanted = [regions.county, *regions.at_level(Level.AMT), *regions.municipalities[::9]]
    target = regions.municipalities[40]
    for key, band in (("grundschule", (6, 10)), ("bahnhof", (67, 200))):
        kind = pool.kinds[key]
        changes = [Close(pool.of(kind)["id"].iloc[3]), Open(key, Site(*access_data.around().centres[target], target))]
        asked = access_data.Asked(kind, band, 5.0, access_data.STRAIGHT)
        whole = access_data.view(asked, pool, changes, regions.county)
        for region in wanted:
            view = replace(whole, region_id=region, members=frozenset(regions.members(region)))
            for sentence in (access_panel.headline(view), access_gains.headline(view)):
                assert not WRONG.search(sentence), sentence
                assert not sentence.endswith(".")
