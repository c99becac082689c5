"""Keys of the time before a county reform find their counterpart of today by name, or none."""

from __future__ import annotations

import pandas as pd

from data.compile.predecessors import Predecessors, find, translate
from data.compile.report import Report
from data.sources import genesis
from tests.data import official

CENSUS = "population_census2011"


def raw(rows: dict[str, tuple[str, float | str]], item: str = CENSUS, period: str = "2011-05-09") -> pd.DataFrame:
    """Raw facts from key to name and cell; "-" is a dash."""
    facts = pd.DataFrame(
        [(key, name, 0.0 if cell == "-" else cell, cell == "-") for key, (name, cell) in rows.items()],
        columns=["key", "name", "value", "nil"],
    )
    return facts.assign(
        item=item, period=period, sex="t", age_from=0, age_to=200, status="measured", table=f"Tabelle-{item}"
    )


def editions(places: dict[str, tuple[str, float]], counties: tuple[str, ...]) -> pd.DataFrame:
    rows = [("60", key, key, name, people) for key, (name, people) in places.items()]
    rows += [("40", county, "", county, 0) for county in counties]
    frame = pd.DataFrame(rows, columns=["record", "key", "ags", "name_official", "population"])
    return frame.assign(territory_date="2011-12-31")


NO_MERGERS = pd.DataFrame(columns=["old_id", "old_name", "new_id", "valid_from", "note"])
OLD = {
    "13051": ("Landkreis Alt", 900.0),
    "13051001": ("        Ahrendorf, Stadt", 500.0),
    "13051002": ("        Neuendorf", 400.0),
    "13051003": ("        Damm", "-"),
    "13053": ("Landkreis Alter", 700.0),
    "13053001": ("        Brühl", 300.0),
    "13053002": ("        Neuendorf", 200.0),
    "13053003": ("        Hammer a. d. Au", 200.0),
    "13005": ("Kreisfreie Stadt Sund, Hansestadt", 1000.0),
    "13072": ("Landkreis Neu", "-"),
    "13072001": ("        Ahrendorf, Stadt", "-"),
}
NEW = {
    "13072001": ("Ahrendorf, Münsterstadt", 510.0),
    "13072002": ("Neuendorf", 390.0),
    "13073001": ("Brühl", 290.0),
    "13073002": ("Neuendorf", 205.0),
    "13073003": ("Hammer a.d. Au", 210.0),
    "13073009": ("Sund, Hansestadt", 990.0),
}
COUNTIES = ("13072", "13073")


def known(old=OLD, new=NEW, mergers=NO_MERGERS) -> Predecessors:
    return find(raw(old), editions(new, COUNTIES), mergers)


def test_unique_names_then_names_by_county():
    found = known()
    assert found.municipalities == {
        "13051001": "13072001",
        "13051002": "13072002",
        "13053001": "13073001",
        "13053002": "13073002",
        "13053003": "13073003",
        "13005": "13073009",
    }
    assert found.counties == {"13051": "13072", "13053": "13073", "13005": "13073"}
    assert not found.unmatched and not found.exchanged


def test_two_of_one_name_in_one_county_stay_unmatched():
    old = OLD | {"13051": ("Landkreis Alt", 1000.0), "13051004": ("Neuendorf", 100.0)}
    report = Report()
    found = known(old)
    translate(raw(old), found, report)
    assert set(found.unmatched) == {"13051002", "13051004"}
    assert "ohne eindeutige Entsprechung" in report.text() and "13051004" in report.text()


def test_another_number_of_people_is_another_territory():
    found = known(new=NEW | {"13073001": ("Brühl", 900.0)})
    assert set(found.unmatched) == {"13053001"}


def test_a_municipality_merged_before_the_first_register_is_told_by_the_mergers():
    old = OLD | {"13053": ("Landkreis Alter", 1000.0), "13053004": ("Wasdorf", 300.0)}
    mergers = pd.DataFrame([{"old_id": "13073115", "old_name": "Wasdorf", "new_id": "13073001"}])
    found = known(old, NEW | {"13073001": ("Brühl", 600.0)}, mergers)
    assert found.municipalities["13053004"] == "13073115"
    assert found.municipalities["13053001"] == "13073001"


def test_figures_at_each_other_s_key_are_exchanged_if_the_counties_then_add_up():
    old = OLD | {"13051002": ("Neuendorf", 200.0), "13053002": ("Neuendorf", 400.0)}
    found = known(old)
    assert found.exchanged == (("13051002", "13053002"),)
    assert found.municipalities["13051002"] == "13073002" and found.municipalities["13053002"] == "13072002"
    assert found.counties == known().counties


def test_a_divided_county_is_nobody_s_predecessor():
    new = NEW | {"13071001": ("Brühl", 300.0)}
    del new["13073001"]
    found = find(raw(OLD), editions(new, (*COUNTIES, "13071")), NO_MERGERS)
    assert found.municipalities["13053001"] == "13071001"
    assert found.counties == {"13051": "13072"}


def test_counties_that_are_in_a_register_keep_their_keys():
    found = find(raw(OLD), editions(NEW, (*COUNTIES, "13051", "13053", "13005")), NO_MERGERS)
    assert found == Predecessors()
    facts = raw(OLD)
    assert translate(facts, found, Report()) is facts


def test_translated_facts_and_silent_rows():
    done = translate(raw(OLD), known(), Report())
    values = done.groupby("key")["value"].sum()
    assert values.to_dict() == {
        "13072": 900,
        "13072001": 500,
        "13072002": 400,
        "13073": 700 + 1000,
        "13073001": 300,
        "13073002": 200,
        "13073003": 200,
        "13073009": 1000,
        "13051003": 0,
    }


def test_other_variables_keep_their_keys():
    facts = pd.concat([raw(OLD), raw({"13051001": ("Ahrendorf", 7.0)}, "births", "2010")], ignore_index=True)
    done = translate(facts, known(), Report())
    assert done.loc[done["item"] == "births", "key"].tolist() == ["13051001"]


def test_a_county_s_balance_needs_all_its_parts():
    moves = raw({"13051": ("Alt", 5.0), "13053": ("Alter", -3.0), "13072": ("Neu", "-")}, "county_moves_net", "2005")
    facts = pd.concat([raw(OLD), moves], ignore_index=True)
    done = translate(facts, known(), Report())
    balance = done[done["item"] == "county_moves_net"]
    assert balance.loc[balance["key"] == "13072", "value"].tolist() == [5]
    assert "13073" not in set(balance["key"])


# -------------------------------------------------------------------------------------------- the table of the census

HEADERS = [
    ";;" + ";".join(["Bevölkerung"] * 10),
    ";;" + ";".join(["Altersgruppen (unter 3, ..., 75 Jahre und mehr)"] * 10),
    ";;" + ";".join(["Insgesamt"] * 5 + ["75 Jahre und mehr"] * 5),
    ";;" + ";".join(["Insgesamt;männlich;weiblich;Deutsche;Ausländer(innen)"] * 2),
]


def census(*cells: str) -> str:
    titles = ["Zensus 2011, Bevölkerung nach Geschlecht/Nationalität", "Zensus 2011", "09.05.2011"]
    rows = [f"{key};{name};{row}" for (key, name), row in zip(official.PLACES[3:5], cells, strict=True)]
    return official.genesis("12111-02-01-5", titles, HEADERS, rows)


def test_the_census_of_2011_by_age(tmp_path):
    path = official.write(tmp_path / "zensus.csv", census("9;4;6;9;-;9;4;6;9;-", "9;3;6;9;-;9;3;6;9;-"))
    facts = genesis.read(path)
    assert set(facts["item"]) == {CENSUS} and set(facts["census_base"]) == {"zensus2011"}
    assert set(facts["period"]) == {"2011-05-09"} and set(facts["sex"]) == {"t", "m", "f"}
    old = facts[(facts["key"] == "13099001") & (facts["sex"] == "f") & (facts["age_from"] == 75)]
    assert old["value"].tolist() == [6]
