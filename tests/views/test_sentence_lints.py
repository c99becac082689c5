"""The rules that read generated German find what is wrong, and leave alone what is right."""

import pytest

from tests.views.sentence_lints import EASY_RULES, RULES, found, found_easy, found_in

WRONG = {
    "plural after one": ["In Lohmen lebt 1 Menschen.", "Es wurde 1 neue Wohnungen fertig."],
    "singular after many": ["In Lohmen leben 2 Mensch.", "Es kamen 21 Kind zur Welt.", "Es sind 0 Frau."],
    "verb and number": ["In Lohmen sind 1 von 3 Arbeitslosen alt.", "Von 2 auf 1, das sind 1 weniger."],
    "minus zero": ["Der Wert ist −0,0 %.", "Das sind -0 Menschen."],
    "doubled sign": ["Der Wert ist +−3.", "Von −−4 auf 5.", "Das sind ++3."],
    "doubled space": ["Das  ist es.", "Das \u00a0ist es."],
    "left over": ["Der Wert ist nan %.", "Für None gibt es nichts.", "Es sind {n} Menschen.", "Es [sind|ist] so."],
    "English number": ["Der Wert ist 1,234.5 Menschen.", "Es sind 25.7 %.", "Es sind 28959 Menschen."],
    "unparted thousands": ["Es sind 3582 Menschen."],
    "percent of percent": ["Der Wert ist um 2,6 % gestiegen.", "Das sind 3 % mehr."],
    "English word": ["Der Wert ist unknown."],
    "word twice": ["Im Amt in in der Mitte."],
    "space before a stop": ["Das ist es .", "Das ist es ( hier).", "Das ist es..", "Das ist es (2015;)."],
    "article missing": ["Die Zahl ist für Landkreis Rostock geheim."],
    "wrong article": ["Im Planungsregion Süd: im Planungsregion Süd.", "Das ist in der Amt Gnoien so."],
    "dative plural": ["Es sind 3 von 14 Haushalte.", "Es sind 3 von 14 Männer."],
    "no full stop": ["Das ist es"],
    "no capital": ["das ist es."],
    "too long": ["Das " + "ist " * 3 + "so und " * 22 + "so."],
}
RIGHT = [
    "In Lohmen sind 197 von 768 Menschen 67 oder älter (25,7 %; Zensus 15.05.2022).",
    "In Penzin lebt 1 Mensch; 21 Menschen leben in 1.021 Wohnungen (31.12.2015, Zensus-2011-Basis).",
    "Der Wert liegt um 2,6 Prozentpunkte unter dem des Landkreises (−0,5 %, +3 bis +4).",
    "Für den Landkreis Rostock und das Amt Gnoien gibt es Zahlen von 2013 bis 2023.",
    "Ob das so ist, ist nicht bestimmbar: Es gibt nur eine Zahl (2015).",
]
WRONG_EASY = {
    "genitive": ["Das ist die Zahl der Menschen.", "Die Größe des Ortes ist klein."],
    "subjunctive": ["Es wären 20 Menschen.", "Das könnte sein."],
    "passive": ["Die Menschen werden gezählt."],
    "negation": ["Das ist nicht sicher.", "Es gibt keine Zahl."],
    "signs": ["Das sind 20 %.", "Das ist so (im Ort)."],
    "subordinate clause": ["Die Zahl ist klein, weil der Ort klein ist."],
    "exact big number": ["Es sind 813 Menschen.", "Es sind 28.959 Menschen."],
    "too long": ["Im Ort leben 10 Menschen und 10 Kinder und 10 Frauen und 10 Männer und 10 Alte."],
    "long word": ["Die Bevölkerungsfortschreibung ist gut."],
    "no full stop": ["Das ist es"],
    "plural after one": ["Es ist 1 Menschen."],
}
RIGHT_EASY = [
    "Von 100 Menschen im Land-Kreis Rostock sind 23 Menschen 67 Jahre oder älter.",
    "Im Jahr 2013 waren es etwa 28.000 Menschen.",
    "In der Planungs-Region Süd-Ost leben etwa 810 Menschen.",
    "Das heißt: Sie kann sich noch ändern.",
]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in WRONG.items() for text in texts])
def test_what_is_wrong_is_found(name, text):
    assert name in found(text)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_one_wrong_sentence_is_found_among_many():
    assert found_in(RIGHT) == {}
    for texts in WRONG.values():
        assert list(found_in([*RIGHT, *texts])) == texts


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in WRONG_EASY.items() for text in texts])
def test_what_is_not_easy_is_found(name, text):
    assert name in found_easy(text)


@pytest.mark.parametrize("text", RIGHT_EASY)
def test_what_is_easy_is_left_alone(text):
    assert found_easy(text) == []


def test_every_rule_is_shown_to_fail():
    assert set(RULES) <= set(WRONG)
    assert set(EASY_RULES) <= set(WRONG_EASY)


def test_names_of_places_are_not_ours_to_change():
    assert found_easy("In Admannshagen-Bargeshagen leben 20 Menschen.") == []
    assert found_easy("In Hinterbollhagenstein leben 20 Menschen.", ["Hinterbollhagenstein"]) == []
