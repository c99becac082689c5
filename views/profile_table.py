"""The rows of the Steckbrief as HTML: label, value and count, verdict, strip of all places, course.

A table in the HTML sense, so that it can be read aloud, repeats its head on every printed page and never parts a row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from data.schema import Level, Status
from indicators.catalogue import Indicator
from indicators.evaluate import Evaluator, Moment
from indicators.regions import Regions
from indicators.reliability import Difference
from views import sentences
from views.formats import number, with_unit
from views.place_panel import STATUS_WORDS
from views.profile_rows import Block, CountyRow, Mark, ProfileRow
from views.sparkline import sparkline_svg
from views.strip import strip_svg
from views.wording import article_dative, wording

STRIP_WIDTH, STRIP_HEIGHT = 216, 50
SPARK_WIDTH, SPARK_HEIGHT = 176, 50
FEWEST_PEERS: Final = 3
"""A strip with fewer places shows nothing that the numbers do not."""

PEER_NAMES: Final = {
    Level.GEMEINDE: "Gemeinden",
    Level.AMT: "Ämter und amtsfreie Gemeinden",
    Level.MITTELBEREICH: "Mittelbereiche",
    Level.PLANUNGSREGION: "Planungsregionen",
    Level.LANDKREIS: "Kreise des Landes",
}
SYMBOL_NOTE: Final = (
    "„Höher“ und „niedriger“ stehen nur da, wo der Abstand größer ist als der Zufall. "
    "▸ am Rand eines Streifens: Orte, die noch weiter außen liegen. "
    "○ im Verlauf: neue Zählbasis, mit der Linie davor nicht vergleichbar."
)


@dataclass(frozen=True)
class TableFrame:
    """What all rows of one Steckbrief share: the place and what its line, dots and verdicts mean."""

    evaluator: Evaluator
    region_id: str
    benchmark_id: str
    peers: int

    @property
    def regions(self) -> Regions:
        """The register."""
        return self.evaluator.regions

    @property
    def name(self) -> str:
        """The place's name."""
        return self.regions.name(self.region_id)

    @property
    def group(self) -> str:
        """What the dots are."""
        level = self.regions.level(self.region_id)
        return PEER_NAMES.get(level, "Gebiete")


def rows_html(frame: TableFrame, blocks: Sequence[Block]) -> str:
    """Write all topics as one table with a repeated head."""
    body = "".join(_block_html(frame, block) for block in blocks)
    return f'<table class="kp-rows"><caption class="kp-unseen">{escape(_caption(frame))}</caption>{_head(frame)}{body}</table><p class="kp-small">{escape(SYMBOL_NOTE)}</p>'


def _caption(frame: TableFrame) -> str:
    other = wording(frame.regions, frame.benchmark_id).name
    return f"Zahlen zu {frame.name}, nach Themen, verglichen mit {other}"


def _head(frame: TableFrame) -> str:
    other = escape(wording(frame.regions, frame.benchmark_id).short)
    legend = (
        f'<span class="kp-key kp-key-dot"></span>{escape(frame.name)} <span class="kp-key kp-key-line"></span>{other} '
        f'<span class="kp-key kp-key-all"></span>alle {frame.peers}'
    )
    cells = ("", escape(frame.name), f"Verglichen mit: {other}", legend, "Verlauf")
    return "<thead><tr>" + "".join(f'<th scope="col">{cell}</th>' for cell in cells) + "</tr></thead>"


def _block_html(frame: TableFrame, block: Block) -> str:
    rows = [_row_html(frame, row) for row in block.rows]
    rows += [_county_html(frame, row) for row in block.county_only]
    title = f'<tr class="kp-topic"><th scope="rowgroup" colspan="5"><h3>{escape(block.title)}</h3></th></tr>'
    own = ' class="kp-chosen"' if block.title.startswith("Ihre Auswahl") else ""
    return f"<tbody{own}>{title}{''.join(rows)}</tbody>"


def _row_html(frame: TableFrame, row: ProfileRow) -> str:
    when = escape(date_text(row.indicator, row.moment))
    label = f'<th scope="row"><b>{escape(row.indicator.short)}</b><span>{when}</span></th>'
    cells = (("v", value_html(row)), ("u", verdict_html(frame, row)), ("s", _strip(frame, row)), ("t", _spark(row)))
    return f"<tr>{label}" + "".join(f'<td class="{key}">{cell}</td>' for key, cell in cells) + "</tr>"


def date_text(indicator: Indicator, moment: Moment) -> str:
    """Say when a figure is from; a change names both ends.

    Examples
    --------
    >>> from indicators.catalogue import load_catalogue
    >>> date_text(load_catalogue()["einwohner_10_jahre"], Moment("2023-12-31", "zensus2011"))
    '2013 bis 2023 · Zensus-2011-Basis'
    """
    if indicator.kind == "change":
        return f"{moment.year - indicator.years_back} bis {moment.year} · {sentences.BASE_NAMES[moment.base]}"
    return sentences.moment_with_base(moment)


def value_html(row: ProfileRow) -> str:
    """Write the value and the count behind it; a missing number as what it is, never as zero."""
    if not row.known:
        word, why = STATUS_WORDS[Status(row.now["status"])]
        return f'<b class="kp-word">{escape(word)}</b><span>{escape(why)}</span>'
    main, below = _texts(row)
    chip = '<i class="kp-chip">geschätzt</i>' if row.now["status"] == Status.ESTIMATED else ""
    newer = f"<span>neuere Zahl: {escape(STATUS_WORDS[Status(row.newer)][0])}</span>" if row.newer else ""
    return f"<b>{escape(main)}</b><span>{escape(below)}{chip}</span>{newer}"


def _texts(row: ProfileRow) -> tuple[str, str]:
    """Put heads first where a figure is a gain or a loss of people, the value first everywhere else."""
    indicator, now = row.indicator, row.now
    value, count = sentences.value_text(indicator, now["value"]), sentences.count_text(indicator, now)
    if indicator.kind == "change":
        first, last = number(now["denominator"]), number(now["denominator"] + now["numerator"])
        return f"{number(now['numerator'], signed=True)} {indicator.people}", f"{first} → {last} ({value})"
    if indicator.kind == "balance":
        span = f"in {len(row.moment.years)} Jahren, " if row.moment.years else ""
        return count, f"{span}{value}"
    return value, count


def verdict_html(frame: TableFrame, row: ProfileRow) -> str:
    """Write the verdict as word and shape, the comparison's value below it and one more region's beside."""
    if row.indicator.kind == "count":
        return _share_html(frame, row)
    beside = "".join(f"<span>{_mark(row.indicator, mark)}</span>" for mark in row.marks)
    if not row.known:
        return beside
    if row.found == Difference.UNKNOWN:
        where = article_dative(frame.regions, frame.benchmark_id)
        return f"{beside}<span>{escape(where[0].upper() + where[1:])} nicht aus derselben Zählung bekannt</span>"
    symbol, words = sentences.SYMBOLS[row.found], _words(row)
    return f'<b><i class="kp-sign" aria-hidden="true">{symbol}</i>{escape(words)}</b>{beside}'


def _words(row: ProfileRow) -> str:
    """Word the outcome; a gain where the comparison loses (or the other way round) goes against the trend."""
    value, mark = float(row.now["value"]), row.marks[0].value
    if row.found not in (Difference.HIGHER, Difference.LOWER):
        same = row.found == Difference.NONE and math.isnan(row.now["low"])
        return "gleichauf" if same else row.found.value
    if row.indicator.kind in ("change", "balance") and value * mark < 0:
        return "gegen den Trend"
    return row.found.value


def _mark(indicator: Indicator, mark: Mark) -> str:
    return f"{escape(mark.name)} {escape(sentences.value_text(indicator, mark.value))}"


def _share_html(frame: TableFrame, row: ProfileRow) -> str:
    """Say for a plain count how much of the larger region it is, where the place lies in it."""
    members = frame.regions.members(frame.benchmark_id)
    mark = next((m.value for m in row.marks if m.region_id == frame.benchmark_id), math.nan)
    inside = not members or set(frame.regions.members(frame.region_id)) <= set(members)
    if not row.known or not inside or math.isnan(mark) or not mark:
        return ""
    whole = article_dative(frame.regions, frame.benchmark_id)
    return f"<span>{with_unit(row.now['value'] / mark * 100, '%', 1)} aller {escape(row.indicator.counted)} {escape(whole)}</span>"


def _strip(frame: TableFrame, row: ProfileRow) -> str:
    """Draw where the place stands among all others of its level."""
    known = sum(not math.isnan(value) for value in row.peers.values())
    if known < FEWEST_PEERS:
        return '<span class="kp-quiet">kein Vergleich unter Gleichen bekannt</span>'
    line = next((m.value for m in row.marks if m.region_id == frame.benchmark_id), None)
    indicator = row.indicator
    return strip_svg(
        list(row.peers.values()), list(row.peers), frame.region_id, None if indicator.kind == "count" else line,
        unit=indicator.unit, decimals=indicator.decimals, signed=indicator.signed,
        title=f"{indicator.short}: Lage unter allen", names={frame.region_id: frame.name},
        benchmark_name=wording(frame.regions, frame.benchmark_id).short, group_name=frame.group,
        width=STRIP_WIDTH, height=STRIP_HEIGHT,
    )  # fmt: skip


def _spark(row: ProfileRow) -> str:
    """Draw the course, or say that there is only one date."""
    if len({year for year, _, _ in row.series}) < 2:
        return f'<span class="kp-quiet">{"nur ein Stichtag" if row.series else "kein Verlauf"}</span>'
    indicator = row.indicator
    return sparkline_svg(
        row.series, unit=indicator.unit, decimals=indicator.decimals, signed=indicator.signed,
        title=f"Verlauf: {indicator.short}", width=SPARK_WIDTH, height=SPARK_HEIGHT,
    )  # fmt: skip


def _county_html(frame: TableFrame, row: CountyRow) -> str:
    """Write what only the county knows, labelled as the county's."""
    county = wording(frame.regions, frame.regions.county).short
    value = sentences.value_text(row.indicator, row.value)
    label = f'<th scope="row"><b>{escape(row.indicator.short)}</b><span>{escape(date_text(row.indicator, row.moment))}</span></th>'
    return f'<tr class="kp-above">{label}<td colspan="4"><span>nur für den {escape(county)} bekannt:</span> <b>{escape(value)}</b></td></tr>'
