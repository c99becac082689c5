"""Compiling: mergers, dashes, overlaps, sums, all or nothing, the same bytes twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.compile import coverage, derive, sums, territory
from data.compile.build import wanted
from data.compile.check import problems
from data.compile.facts import finish
from data.compile.harmonise import harmonise, sum_statuses
from data.compile.report import Report
from data.compile.sources import register, source_of
from data.schema import FACT_COLUMNS, REGION_COLUMNS, Status
from data.sources import genesis, zensus

COUNTY = "13099"
NUMBERS = {Status.MEASURED.value, Status.ESTIMATED.value}
OLD, NEW, OTHER = "13099003", "13099001", "13099002"
MERGERS = pd.DataFrame(
    [{"old_id": OLD, "old_name": "Clausdorf", "new_id": NEW, "valid_from": "2015-06-01", "note": ""}]
)


def regions(*municipalities: str) -> pd.DataFrame:
    rows = [("DG", "bund", ""), ("13", "land", ""), (COUNTY, "landkreis", COUNTY)]
    rows += [(key, "gemeinde", COUNTY) for key in municipalities or (NEW, OTHER)]
    frame = pd.DataFrame(rows, columns=["region_id", "level", "landkreis_id"])
    return frame.assign(land_id="13").reindex(columns=list(REGION_COLUMNS))


def raw(*cells: tuple, table: str = "12411-01-01-5", item: str = "population") -> pd.DataFrame:
    """Raw facts from (key, period, cell)."""
    markers = {"-": (0.0, "measured"), ".": (float("nan"), "secret"), "/": (float("nan"), "unreliable")}
    rows = [
        {
            "key": key,
            "period": period,
            "value": markers.get(cell, (cell, "measured"))[0],
            "status": markers.get(cell, (cell, "measured"))[1],
            "nil": cell == "-",
        }
        for key, period, cell in cells
    ]
    return pd.DataFrame(rows).assign(
        table=table, item=item, sex="t", age_from=0, age_to=200, census_base="ohne", name="", line=1, column=1
    )


def harmonised(facts: pd.DataFrame, *municipalities: str) -> dict[tuple[str, str], tuple[float, str]]:
    done = harmonise(facts, regions(*municipalities), MERGERS, Report())
    assert not done.duplicated(["table", "item", "region_id", "period"]).any()
    return {(row.region_id, row.period): (row.value, row.status) for row in done.itertuples()}


# --------------------------------------------------------------------------------------------------------- mergers


def test_whole_municipalities_are_added_up():
    found = harmonised(raw((NEW, "2014-12-31", 90), (OLD, "2014-12-31", 30), (OTHER, "2014-12-31", 480)))
    assert found == {(NEW, "2014-12-31"): (120, "measured"), (OTHER, "2014-12-31"): (480, "measured")}


def test_a_dash_at_a_merged_key_is_nothing():
    found = harmonised(raw((NEW, "2015-12-31", 100), (OLD, "2015-12-31", "-"), (OTHER, "2015-12-31", 500)))
    assert found[NEW, "2015-12-31"] == (100, "measured")


def test_a_dash_in_a_census_is_no_municipality_without_people():
    census = raw(
        (NEW, "2011-05-09", "-"), (OTHER, "2011-05-09", 500), table="12111-02-01-5", item="population_census2011"
    )
    later = raw((NEW, "2011-12-31", 90), (OTHER, "2011-12-31", 480))
    found = harmonised(pd.concat([census, later], ignore_index=True))
    assert (NEW, "2011-05-09") not in found and found[OTHER, "2011-05-09"] == (500, "measured")


def test_no_double_count_after_the_merger():
    report = Report()
    facts = raw((NEW, "2016-12-31", 120), (OLD, "2016-12-31", 30))
    done = harmonise(facts, regions(), MERGERS, report)
    assert done["value"].tolist() == [120]
    assert any("schon enthalten" in what for what in report.counts)


def test_an_old_key_stays_if_the_new_one_has_no_figure():
    assert harmonised(raw((OLD, "2016-12-31", 30)))[NEW, "2016-12-31"] == (30, "measured")


def test_flows_of_the_merger_year_are_added():
    found = harmonised(raw((NEW, "2015", 5), (OLD, "2015", 2), table="12612-01-01-5-B", item="births"))
    assert found[NEW, "2015"] == (7, "measured")


def test_a_sum_with_a_secret_member_is_secret():
    value, status = harmonised(raw((NEW, "2014-12-31", 90), (OLD, "2014-12-31", ".")))[NEW, "2014-12-31"]
    assert status == "secret" and value != value


def test_rates_are_not_added_up():
    assert harmonised(raw((NEW, "2014", 9.5), (OLD, "2014", 3.5), item="rate_gp")) == {}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([NEW, OLD, OTHER]), st.one_of(st.integers(0, 5000), st.sampled_from([".", "/"]))),
        min_size=1,
        max_size=3,
        unique_by=lambda pair: pair[0],
    )
)
def test_merging_keeps_the_total_or_says_unknown(pairs):
    found = harmonised(
        raw(*[(key, "2014-12-31", float(cell) if isinstance(cell, int) else cell) for key, cell in pairs])
    )
    cells = dict(pairs)
    for today, members in ((NEW, (NEW, OLD)), (OTHER, (OTHER,))):
        given_cells = [cells[key] for key in members if key in cells]
        if not given_cells:
            assert (today, "2014-12-31") not in found
            continue
        value, status = found[today, "2014-12-31"]
        if all(isinstance(cell, int) for cell in given_cells):
            assert (value, status) == (sum(given_cells), "measured")
        else:
            assert value != value and status == ("secret" if "." in given_cells else "unreliable")


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=6))
def test_the_gravest_status_wins(statuses):
    facts = pd.DataFrame(
        {"status": [s.value for s in statuses], "value": [1.0 if s.value in NUMBERS else None for s in statuses]}
    )
    row = sum_statuses(facts.assign(group=1, value=facts["value"].astype(float)), ["group"]).iloc[0]
    known = all(status.value in NUMBERS for status in statuses)
    assert (row["status"] in NUMBERS) is known
    assert row["value"] == len(statuses) if known else row["value"] != row["value"]
    assert row["status"] == "measured" or set(statuses) != {Status.MEASURED}


# ---------------------------------------------------------------------------------------------------------- dashes


def test_a_dash_is_zero_in_a_living_municipality_where_the_table_writes_zero_so():
    facts = raw((NEW, "2015", "-"), (OTHER, "2015", 4), table="31121-03-02-5", item="dwellings_finished")
    assert harmonised(facts)[NEW, "2015"] == (0, "measured")


def test_a_row_of_dashes_is_no_zero_where_the_table_writes_zero_as_0():
    facts = raw((NEW, "2015", "-"), (OTHER, "2015", 0), table="13211-01-03-5", item="unemployed")
    assert (NEW, "2015") not in harmonised(facts)


def test_a_county_that_did_not_exist_has_no_figures():
    facts = raw((NEW, "2009", "-"), (OTHER, "2009", "-"), (COUNTY, "2009", "-"), ("13", "2009", 7), item="births")
    assert set(harmonised(facts)) == {("13", "2009")}


def test_a_municipality_without_people_at_the_time_did_not_exist():
    people = raw((NEW, "2014-12-31", "-"), (OTHER, "2014-12-31", 5))
    homes = raw((NEW, "2014", "-"), (OTHER, "2014", 1), table="31121-03-02-5", item="dwellings_finished")
    assert set(harmonised(pd.concat([people, homes], ignore_index=True))) == {(OTHER, "2014-12-31"), (OTHER, "2014")}


def test_municipalities_inside_associations_find_their_key():
    assert harmonised(raw(("13099401001", "2014-12-31", 90)))[NEW, "2014-12-31"] == (90, "measured")


# -------------------------------------------------------------------------------------------------- sums, overlaps


def facts_of(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["variable", "region_id", "value", "status"])
    defaults = {"period": "2015", "census_base": "ohne", "sex": "t", "age_from": 0, "age_to": 200, "source_id": "x"}
    return finish(frame.assign(**defaults).reindex(columns=list(FACT_COLUMNS)))


def test_counties_are_summed_only_from_all_municipalities():
    whole = sums.fill_parents(
        facts_of(("births", NEW, 3, "measured"), ("births", OTHER, 4, "measured")), regions(), Report()
    )
    assert whole.loc[whole["region_id"] == COUNTY, "value"].tolist() == [7]
    for rows in ([("births", NEW, 3, "measured")], [("births", NEW, 3, "measured"), ("births", OTHER, None, "secret")]):
        part = sums.fill_parents(facts_of(*rows), regions(), Report())
        assert COUNTY not in set(part["region_id"])


@pytest.mark.parametrize("variable", ["moves_in", "commuters_out", "rate_gp", "rent_per_m2"])
def test_what_does_not_add_up_is_not_added(variable):
    facts = facts_of((variable, NEW, 3, "measured"), (variable, OTHER, 4, "measured"))
    assert len(sums.fill_parents(facts, regions(), Report())) == 2


def test_published_county_beats_the_sum_and_the_difference_is_told():
    facts = facts_of(
        ("births", NEW, 3, "measured"), ("births", OTHER, 4, "measured"), ("births", COUNTY, 9, "measured")
    )
    assert len(sums.fill_parents(facts, regions(), Report())) == 4  # the state's sum
    compared = sums.compare(facts, regions(), COUNTY)
    assert compared["difference"].tolist() == [-2]
    report = Report()
    sums.report_differences(compared, report)
    assert "Ohne Erklärung" in report.text()


def test_overlaps_by_rank_a_number_before_a_marker():
    five = raw((NEW, "2015", 10), (OTHER, "2015", "."))
    four = raw((NEW, "2015", 12), (OTHER, "2015", 8), table="INKAR")
    facts = pd.concat([four, five], ignore_index=True).assign(region_id=lambda rows: rows["key"])
    report = Report()
    kept = coverage.resolve_overlaps(facts, report).set_index("region_id")["value"]
    assert (kept[NEW], kept[OTHER]) == (10, 8)
    assert report.counts["doppelt veröffentlichte Werte, verschieden"] == 1


def test_turnout_becomes_votes_before_merging():
    eligible = raw((NEW, "2013-09-22", 200), table="14111-01-02-5", item="voters_eligible")
    turnout = raw((NEW, "2013-09-22", 61.5), table="14111-01-02-5", item="turnout")
    done = derive.votes_cast(pd.concat([eligible, turnout], ignore_index=True)).set_index("item")
    assert (done.loc["votes_cast", "value"], done.loc["votes_cast", "status"]) == (123, "estimated")
    assert "turnout" not in done.index


def test_municipal_votes_without_postal_ones_get_their_own_name():
    votes = raw((NEW, "2013-09-22", 40), (OTHER, "2013-09-22", 40), (COUNTY, "2013-09-22", 100), item="votes_valid")
    votes = votes.assign(region_id=votes["key"])
    assert set(derive.polling_station_votes(votes, regions())["item"]) == {"votes_valid", "votes_valid_urn"}
    whole = votes.assign(value=votes["value"].replace(100, 80))
    assert set(derive.polling_station_votes(whole, regions())["item"]) == {"votes_valid"}


def test_totals_of_a_table_of_municipalities_leave_associations_and_districts_out():
    cells = [("03151401", 9), ("03151401009", 4), ("03151401011", 5), ("03151001", 7), ("11001", 3), ("11000000", 3)]
    facts = derive.with_totals(raw(*[(key, "2014", value) for key, value in cells], item="births"))
    totals = facts[facts["key"].str.len() <= 5].groupby("key")["value"].max()
    assert (totals["03151"], totals["03"], totals["11"], totals["DG"]) == (16, 16, 3, 19)


def test_a_town_that_is_its_own_county_gets_municipal_figures():
    town = pd.DataFrame(
        [("13004", "landkreis", "13004"), ("13004000", "gemeinde", "13004")],
        columns=["region_id", "level", "landkreis_id"],
    )
    facts = raw(("13004", "2015", 5)).assign(region_id="13004")
    assert set(coverage.with_towns(facts, town)["region_id"]) == {"13004", "13004000"}


def editions(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["territory_date", "ags", "area_km2"])
    return frame.assign(record="60")


def test_figures_of_another_territory_are_left_out():
    past = [("2013-12-31", NEW, 7.0), ("2013-12-31", OLD, 3.0), ("2013-12-31", OTHER, 20.0)]
    now = [("2025-08-31", NEW, 10.1), ("2025-08-31", OTHER, 30.0)]
    former = territory.former_territories(editions(*past, *now), {NEW, OTHER}, MERGERS)
    assert former == {OTHER: {"2013-12-31": True, "2025-08-31": False}}
    facts = raw((NEW, "2014-12-31", 1), (OTHER, "2014-12-31", 2), (OTHER, "2012", 3), (OTHER, "2025-12-31", 4))
    report = Report()
    kept = territory.leave_out_former(facts.assign(region_id=facts["key"]), former, report)
    assert kept["value"].tolist() == [1, 4]
    recalculated = facts.assign(region_id=facts["key"], table="INKAR")
    assert len(territory.leave_out_former(recalculated, former, report)) == 4


def test_wanted_keys():
    test = wanted("03")
    assert [key for key in ("DG", "03", "031", "03352", "03352404008", "13", "0335240") if test(key)] == [
        "DG", "03", "03352", "03352404008",
    ]  # fmt: skip


def test_every_table_has_its_source():
    for code in genesis.tables():
        assert source_of(code) == code
    for topic in zensus.topics():
        assert source_of(f"Zensus2022-{topic}").startswith("zensus2022-")
    with pytest.raises(LookupError):
        source_of("99999-99")
    assert len({entry["source_id"] for entry in register()}) == len(register())


def test_problems_are_found():
    good = facts_of(("births", NEW, 3, "measured"))
    assert problems(good, regions()) == []
    assert "zweimal" in problems(pd.concat([good, good]), regions())[0]
    assert "widersprechen" in problems(facts_of(("births", NEW, 0, "secret")), regions())[0]
    assert "keinen Eintrag" in problems(facts_of(("births", "13099777", 1, "measured")), regions())[0]
    assert "fehlt die Spalte" in problems(good.drop(columns="sex"), regions())[0]
