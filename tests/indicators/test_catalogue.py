import pytest

from data.schema import Level
from indicators.catalogue import CatalogueError, load_catalogue
from indicators.evidence import load_rules

CATALOGUE = load_catalogue()


def test_covers_all_walks_of_life_with_at_least_45_indicators():
    assert len(CATALOGUE.indicators) >= 45
    assert all(len(CATALOGUE.of_topic(topic)) >= 2 for topic in CATALOGUE.topics)


@pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.id)
def test_every_entry_is_complete(indicator):
    assert indicator.title and indicator.short and indicator.definition.endswith(".")
    assert indicator.question.endswith("?")
    assert list(indicator.breaks) == sorted(set(indicator.breaks))
    assert set(indicator.levels) <= set(Level)
    if indicator.kind in ("share", "rate", "odds", "balance"):
        assert indicator.counted and indicator.people, "a rate never stands without its count"
    if indicator.kind in ("balance", "change") and indicator.breaks:
        assert 0 in indicator.breaks, "zero is an edge of every signed map"


def test_titles_are_unique():
    titles = [i.short for i in CATALOGUE.indicators.values()]
    assert len(titles) == len(set(titles))


def test_rules_name_known_indicators():
    assert {rule.indicator for rule in load_rules()} <= set(CATALOGUE.indicators)


def test_a_broken_entry_is_named(tmp_path):
    path = tmp_path / "katalog.toml"
    path.write_text('[topics]\na = "A"\n[[indicator]]\nid = "x"\ntitle = "X"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="„x“"):
        load_catalogue(path)


@pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.id)
def test_every_entry_has_the_words_of_its_sentences(indicator):
    assert indicator.subject.split()[0] in ("der", "die", "das")
    assert indicator.say or indicator.kind == "change"
    assert not indicator.crowd or indicator.crowd.startswith("der "), "people or things in the genitive plural"
    told = "{n}" in indicator.say or indicator.kind in ("count", "change") or "{summe}" in indicator.say
    assert told or "{wert}" in indicator.say or "{zahl}" in indicator.say, "a sentence without a figure says nothing"
