"""Changes that stand out in words: a municipality's figure moved otherwise than in the rest of the county."""

from __future__ import annotations

from html import escape

import pandas as pd

from indicators.catalogue import Indicator
from indicators.monitoring.false_discovery import LEVEL
from indicators.regions import Regions
from views import figure_words, monitoring_data, resources
from views import monitoring_words as words
from views.compare_sheet import Cell, Figure, Sheet, Table
from views.formats import number, period
from views.monitoring_alert_words import card, chance
from views.monitoring_drawing import DrawnCell, Line, draw_table
from views.monitoring_method import ALERT_METHOD, method_notes
from views.wording import wording

SIZE = 15.0
HEADS = (
    "Schlüssel", "Ort", "Thema", "Zahl", "Einheit", "früher", "Anzahl früher", "heute", "Anzahl heute", "übriger Landkreis früher",
    "übriger Landkreis heute", "Zufall", "von", "bis", "Satz",
)  # fmt: skip


def title(row: pd.Series) -> str:
    """Name a change: "Menschen mit Grundsicherung (SGB II): ▲ gestiegen, anders als im übrigen Landkreis"."""
    indicator = resources.catalogue()[row["indicator"]]
    return f"{indicator.short}: {direction(row)} als im übrigen Landkreis"


def direction(row: pd.Series) -> str:
    """Say which way the figure went, and whether the rest of the county went the same way.

    Examples
    --------
    >>> [direction(pd.Series({"before": 2.0, "value": v, "rest_before": 5.0, "rest": 5.5})) for v in (4.0, 2.1, 1.0)]
    ['▲ stärker gestiegen', '▲ weniger gestiegen', '▼ gesunken, anders']
    """
    own, rest = row["value"] - row["before"], row["rest"] - row["rest_before"]
    if own == 0:
        return "● gleich geblieben, anders"
    sign, word = ("▲", "gestiegen") if own > 0 else ("▼", "gesunken")
    if own * rest <= 0:
        return f"{sign} {word}, anders"
    return f"{sign} {'stärker' if abs(own) > abs(rest) else 'weniger'} {word}"


def sentence(row: pd.Series, regions: Regions) -> str:
    """Say a change with heads at both times, and what the rest of the county did."""
    indicator = resources.catalogue()[row["indicator"]]
    where = wording(regions, str(row["region_id"])).where_first
    then, now = (_end(indicator, row, suffix) for suffix in ("_before", ""))
    rest = [figure_words.value_text(indicator, row[name]) for name in ("rest_before", "rest")]
    told = f"von {rest[0]} auf {rest[1]}" if rest[0] != rest[1] else f"gleich ({rest[0]})"
    return f"{where}: {then}, dann {now}. Im übrigen Landkreis: {told}."


def _end(indicator: Indicator, row: pd.Series, suffix: str) -> str:
    """Write one end: "97 von 4.043 Menschen (2,4 %) im Jahr 2021"."""
    value, when = float(row["before"] if suffix else row["value"]), str(row[f"period{suffix}"])
    about = f"im Jahr {when}" if len(when) == 4 else f"am {period(when)}"
    return f"{_count(indicator, row, suffix)} ({figure_words.value_text(indicator, value)}) {about}"


def _count(indicator: Indicator, row: pd.Series, suffix: str) -> str:
    return figure_words.count_text(indicator, {n: row[f"{n}{suffix}"] for n in ("numerator", "denominator", "period")})


def receipt_rows(row: pd.Series) -> list[tuple[str, str]]:
    """Give the receipt as pairs of head and text."""
    indicator = resources.catalogue()[row["indicator"]]
    sources = resources.package().sources
    return [
        ("Indikator", indicator.title),
        ("Zeit", f"{period(str(row['period_before']))} bis {figure_words.when(row)}"),
        ("Zufall brächte so viel", chance(float(row["p_rest"]))),
        ("Quelle", " · ".join(dict.fromkeys(sources[sources["source_id"].isin(row["source_ids"])]["attribution"]))),
        ("Definition", indicator.definition),
        ("Zu beachten", indicator.caveat),
    ]


def card_html(row: pd.Series, regions: Regions, *, named: bool) -> str:
    """Write one change as a card with its receipt."""
    place = f"{regions.name(str(row['region_id']))} – " if named else ""
    return card(
        place + title(row),
        sentence(row, regions),
        "sichere Veränderung gegenüber dem übrigen Landkreis",
        row,
        receipt_rows(row),
    )


def headline(mine: pd.DataFrame, found: pd.DataFrame, regions: Regions, region_id: str) -> str:
    """Say how many changes stand out here."""
    where = wording(regions, region_id).where_first
    if not (mine["left"] == "").any():
        return f"{where} lässt sich keine Veränderung vergleichen: zu klein oder nur ein Zeitpunkt bekannt"
    if found.empty:
        return f"{where} hat sich nichts sicher anders verändert als im übrigen Landkreis"
    if len(found) == 1:
        return f"{where} fällt eine Veränderung auf: {title(found.iloc[0])}"
    return f"{where} fallen {number(len(found))} Veränderungen auf"


def subtitle(table: pd.DataFrame) -> str:
    """Say how many changes were compared, and over what."""
    made, reported = int((table["left"] == "").sum()), int(table["different"].sum())
    names = [resources.catalogue()[i].short for i in dict.fromkeys(table["indicator"])]
    return (
        f"Veränderungen zwischen zwei Zeitpunkten auf derselben Zählbasis · {number(made)} Vergleiche mit dem übrigen Landkreis, "
        f"{number(reported)} auffällig, höchstens {number(100 * LEVEL)} von 100 davon Zufall · bekannt für: {', '.join(names)}"
    )


def changes_sheet(found: pd.DataFrame, regions: Regions, head: str, below: str, source: str) -> Sheet:
    """Make the sheet of the changes that are shown."""
    rows = [
        (regions.name(str(row["region_id"])), [DrawnCell((Line(title(row), True), Line(sentence(row, regions))))])
        for _, row in found.iterrows()
    ]
    lines = tuple(_line(row, regions) for _, row in found.iterrows())
    return Sheet(
        head, below, (words.REMINDER, *method_notes(ALERT_METHOD)), source, "veraenderungen",
        lambda width: draw_table(["Was sich anders verändert hat"], rows, width, SIZE, first=0.2), lambda: Table(HEADS, lines),
    )  # fmt: skip


def _line(row: pd.Series, regions: Regions) -> tuple[Cell, ...]:
    catalogue = resources.catalogue()
    indicator = catalogue[row["indicator"]]
    figures = {name: Figure(row[name], indicator.decimals) for name in ("before", "value", "rest_before", "rest")}
    then, now = (_count(indicator, row, suffix) for suffix in ("_before", ""))
    return (
        str(row["region_id"]), regions.name(str(row["region_id"])), catalogue.topics[indicator.topic], indicator.title, indicator.unit,
        figures["before"], then, figures["value"], now, figures["rest_before"], figures["rest"], chance(float(row["p_rest"])),
        period(str(row["period_before"])), period(str(row["period"])), sentence(row, regions),
    )  # fmt: skip


def list_html(found: pd.DataFrame, regions: Regions, region_id: str) -> str:
    """Write all changes as cards."""
    cards = "".join(card_html(row, regions, named=row["region_id"] != region_id) for _, row in found.iterrows())
    return (
        f'<div class="kp-mo-found">{cards}</div>'
        if cards
        else f'<p class="kp-sub">{escape("Keine Auffälligkeit.")}</p>'
    )


def sources_of(found: pd.DataFrame) -> frozenset[str]:
    """Collect the sources of the changes that are shown."""
    return frozenset(source for ids in found["source_ids"] for source in ids)


def table_of(*, strict: bool) -> pd.DataFrame:
    """Give all compared changes."""
    return monitoring_data.changed(monitoring_data.procedure(strict=strict))
