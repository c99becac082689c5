"""The part Auffälligkeiten: what stands out against the rest of the county, with few false alarms and a receipt for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from indicators.catalogue import ALL_AGES
from indicators.monitoring.comparisons import Left
from indicators.monitoring.false_discovery import LEVEL
from indicators.regions import Regions
from views import block, layout, monitoring_changes, monitoring_data, resources
from views import monitoring_words as words
from views.compare_sheet import Sheet
from views.formats import enumeration, number, sort_key
from views.monitoring_alert_words import card_html, title
from views.monitoring_alerts_sheet import alerts_sheet
from views.monitoring_method import ALERT_METHOD, method_html
from views.state import Selection, band_label, region_label
from views.wording import wording

SHOW_KEY, TOPIC_KEY, STRICT_KEY = "gezeigt", "thema", "streng"
UNUSUAL, DIFFERENT, CHANGES = "Ungewöhnliches", "jeder sichere Unterschied", "Veränderungen"
ALL_TOPICS: Final = "alle Themen"
MOST_SHOWN: Final = 40
LEFT_WORDS: Final = {
    Left.TOO_SMALL: "sind zu wenige Menschen",
    Left.SECRET: "ist die Zahl geheim",
    Left.UNSURE: "ist die Zahl zu unsicher",
    Left.NO_FIGURE: "gibt es keine Zahl",
    Left.NO_CHANCE: "lässt sich der Zufall nicht messen (Luftlinien, Einkommen, Übernachtungen …)",
}

TakeHome = Callable[[Sheet], None]


def show(selection: Selection, head: st.delta_generator.DeltaGenerator, take_home: TakeHome) -> frozenset[str]:
    """Draw the part and give the sources of everything shown.

    Parameters
    ----------
    selection : Selection
        A municipality shows its own findings, a larger region those of its municipalities; ages narrow the list.
    head : DeltaGenerator
        Where the headline goes.
    take_home : callable
        Offers the files.
    """
    kind, topic, strict = _controls()
    made = (_changes if kind == CHANGES else _findings)(selection, kind, topic, strict=strict)
    regions = resources.evaluator().regions
    with head:
        layout.headline(made.title, made.subtitle, note=words.REMINDER)
    for hint in hints(selection, made.compared, regions):
        layout.hint(hint)
    block.show(made.html, "sozial_auffaellig")
    with st.expander("So wird gerechnet", key="auffaellig_methode", on_change="rerun") as method:
        if method.open:
            block.show(method_html(ALERT_METHOD), "auffaellig_rechnung")
    with st.expander("Mitnehmen", key="auffaellig_mitnehmen", on_change="rerun") as files:
        if files.open:
            take_home(made.sheet(layout.sources_text(resources.package().sources, made.sources)))
    return made.sources


@dataclass(frozen=True)
class Made:
    """One list: headline, line below, cards, what was compared here, sources, and the sheet for a text of sources."""

    title: str
    subtitle: str
    html: str
    compared: pd.DataFrame
    sources: frozenset[str]
    sheet: Callable[[str], Sheet]


def _findings(selection: Selection, kind: str, topic: str, *, strict: bool) -> Made:
    regions = resources.evaluator().regions
    table = monitoring_data.compared(monitoring_data.procedure(strict=strict))
    mine = narrowed(table, regions, selection, topic)
    column = "unusual" if kind == UNUSUAL else "different"
    found = ordered(mine[mine[column]], regions)
    told, below = headline(mine, found, kind, regions, selection.region_id), subtitle(table, column)
    return Made(
        told, below, list_html(found, regions, selection.region_id), mine, monitoring_changes.sources_of(found),
        lambda source: alerts_sheet(found, regions, told, below, source),
    )  # fmt: skip


def _changes(selection: Selection, kind: str, topic: str, *, strict: bool) -> Made:
    regions = resources.evaluator().regions
    table = monitoring_changes.table_of(strict=strict)
    mine = narrowed(table, regions, selection, topic)
    found = ordered(mine[mine["different"]], regions)
    told = monitoring_changes.headline(mine, found, regions, selection.region_id)
    below = monitoring_changes.subtitle(table)
    return Made(
        told, below, monitoring_changes.list_html(found, regions, selection.region_id), mine, monitoring_changes.sources_of(found),
        lambda source: monitoring_changes.changes_sheet(found, regions, told, below, source),
    )  # fmt: skip


def _controls() -> tuple[str, str, bool]:
    topics = resources.catalogue().topics
    with st.container(horizontal=True, vertical_alignment="bottom", key="auffaellig_wahl"):
        kind = st.segmented_control(
            "Gezeigt wird",
            [UNUSUAL, DIFFERENT, CHANGES],
            default=UNUSUAL,
            required=True,
            key=SHOW_KEY,
            bind="query-params",
        )
        topic = st.selectbox("Thema", [ALL_TOPICS, *topics.values()], key=TOPIC_KEY, bind="query-params", width=240)
        strict = st.toggle("streng: noch weniger falsche Alarme", key=STRICT_KEY, bind="query-params")
    return str(kind), topic, bool(strict)


def narrowed(table: pd.DataFrame, regions: Regions, selection: Selection, topic: str) -> pd.DataFrame:
    """Keep the comparisons of the chosen place, topic and ages."""
    catalogue, families = resources.catalogue(), monitoring_data.family_of()
    keep = table["region_id"].isin(regions.members(selection.region_id) or (selection.region_id,))
    if topic != ALL_TOPICS:
        fitting = {i.id for i in catalogue.indicators.values() if catalogue.topics[i.topic] == topic}
        keep &= table["indicator"].isin(fitting)
    if selection.band != ALL_AGES:
        about = {name for name, family in families.items() if family.about(selection.band)}
        keep &= table["family"].isin(about)
    return table[keep]


def ordered(found: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Order findings by the names of places, then by topic: no place stands first because of its figures."""
    catalogue = resources.catalogue()
    place = {r: sort_key(regions.name(r)) for r in found["region_id"].unique()}
    topic = {name: at for at, name in enumerate(catalogue.topics)}
    keys = pd.DataFrame(
        {"place": found["region_id"].map(place), "topic": [topic[catalogue[i].topic] for i in found["indicator"]]}, index=found.index
    )  # fmt: skip
    return found.loc[keys.sort_values(["place", "topic"], kind="stable").index]


def headline(mine: pd.DataFrame, found: pd.DataFrame, kind: str, regions: Regions, region_id: str) -> str:
    """Say how much stands out here."""
    where = wording(regions, region_id).where_first
    if not (mine["left"] == "").any():
        return f"{where} ist kein Vergleich möglich: zu klein oder ohne passende Zahl"
    if found.empty:
        return f"{where} fällt nichts auf, was {'unter Gemeinden ungewöhnlich' if kind == UNUSUAL else 'sicher anders'} wäre"
    if len(found) == 1:
        return f"{where} fällt eine Zahl auf: {title(found.iloc[0])}"
    what = (
        "Unterschiede auf, die auch unter Gemeinden ungewöhnlich sind"
        if kind == UNUSUAL
        else "sichere Unterschiede zum übrigen Landkreis auf"
    )
    return f"{where} fallen {number(len(found))} {what}"


def subtitle(table: pd.DataFrame, column: str) -> str:
    """Say how many comparisons were made, and how many false alarms are to be expected."""
    made, reported = int((table["left"] == "").sum()), int(table[column].sum())
    share = number(100 * LEVEL)
    return (
        f"Auffälligkeiten · {number(made)} Vergleiche von Gemeinden mit dem übrigen Landkreis, {number(reported)} davon auffällig · "
        f"im Mittel sind höchstens {share} von 100 Auffälligkeiten der ganzen Liste bloßer Zufall, hier also {expected_words(reported)}"
    )


def expected_words(reported: int) -> str:
    """Write how many of the reported are expected to be chance at most.

    Examples
    --------
    >>> expected_words(12), expected_words(1300), expected_words(0)
    ('weniger als eine', 'höchstens etwa 65', 'keine')
    """
    expected = reported * LEVEL
    return "keine" if not reported else "weniger als eine" if expected < 1 else f"höchstens etwa {number(expected)}"


def hints(selection: Selection, mine: pd.DataFrame, regions: Regions) -> list[str]:
    """Say what was not compared, what the age filter leaves out, and where else to look."""
    told = [left_words(mine)] if (mine["left"] != "").any() else []
    if selection.band != ALL_AGES:
        told.append(f"Altersgruppe {band_label(selection.band)}: Gezeigt wird, was diese Menschen oder alle betrifft.")
    if regions.level(selection.region_id) in (Level.AMT, Level.PLANUNGSREGION, Level.MITTELBEREICH):
        count = len(regions.members(selection.region_id))
        told.append(
            f"{region_label(regions, selection.region_id)}: Verglichen werden die Gemeinden darin ({number(count)}), nicht das Gebiet im Ganzen."
        )
    return told


def left_words(mine: pd.DataFrame) -> str:
    """Count the comparisons that were not possible, by reason."""
    counts = mine.loc[mine["left"] != "", "left"].value_counts()
    total = int(counts.sum())
    reasons = [f"bei {number(int(counts[left]))} {text}" for left, text in LEFT_WORDS.items() if left in counts.index]
    verb = "Ein Vergleich war" if total == 1 else f"{number(total)} Vergleiche waren"
    return f"{verb} nicht möglich: {enumeration(reasons)}."


def list_html(found: pd.DataFrame, regions: Regions, region_id: str) -> str:
    """Write the findings, forty at most; the rest stands in the files."""
    shown = found.head(MOST_SHOWN)
    cards = "".join(card_html(row, regions, named=row["region_id"] != region_id) for _, row in shown.iterrows())
    rest = len(found) - len(shown)
    more = (
        f"{number(rest)} weitere stehen in der Tabelle unter „Mitnehmen“. Wählen Sie oben einen Ort oder ein Thema."
        if rest
        else ""
    )
    return f'<div class="kp-mo-found">{cards}</div><p class="kp-sub">{escape(more)}</p>'
