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
from views import change_words, sentences
from views.formats import NBSP, number, with_unit
from views.gaps import GAPS
from views.number_style import NumberStyle
from views.profile_rows import Block, CountyRow, Mark, ProfileRow
from views.sparkline import sparkline_svg
from views.strip import strip_svg
from views.wording import article_dative, wording

STRIP_WIDTH, STRIP_HEIGHT = 216, 50
SPARK_WIDTH, SPARK_HEIGHT = 176, 50
FEWEST_PEERS: Final = 3
"""A strip with fewer places shows nothing that the numbers do not."""

FEWEST_DATES: Final = 2

PEER_NAMES: Final = {
    Level.GEMEINDE: "Gemeinden",
    Level.AMT: "Ämter und amtsfreien Gemeinden",
    Level.MITTELBEREICH: "Mittelbereiche",
    Level.PLANUNGSREGION: "Planungsregionen",
    Level.LANDKREIS: "Kreise des Landes",
}
DISTANCE_WORDS: Final = {Difference.HIGHER: "weiter", Difference.LOWER: "näher"}
SYMBOL_NOTE: Final = (
    "„Höher“ und „niedriger“ stehen nur da, wo der Abstand größer ist als der Zufall. "
    "▸ am Rand eines Streifens: Orte, die noch weiter außen liegen. "
    "„Steigend“ und „fallend“ stehen nur da, wo die Änderung größer ist als der Zufall; gerechnet wird nur innerhalb derselben Zählung. "
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
    def one(self) -> bool:
        """Whether the place is a single municipality."""
        return self.regions.level(self.region_id) == Level.GEMEINDE

    @property
    def group(self) -> str:
        """What the dots are: "alle 112 Gemeinden"."""
        level = self.regions.level(self.region_id)
        return f"alle {self.peers} {PEER_NAMES.get(level, 'Gebiete')}"


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
        f'<span class="kp-key kp-key-all"></span>{frame.group}'
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
    cells = (
        ("v", value_html(row, one=frame.one)),
        ("u", verdict_html(frame, row)),
        ("s", _strip(frame, row)),
        ("t", _spark(row) + _trend(row)),
    )
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


def value_html(row: ProfileRow, *, one: bool = True) -> str:
    """Write the value and the count behind it; a missing number as what it is, never as zero; ``one``: a single municipality."""
    if not row.known:
        gap = GAPS[Status(row.now["status"])]
        return f'<b class="kp-word">{escape(gap.word)}</b><span>{escape(gap.brief)}</span>'
    main, below = _texts(row, one=one)
    chip = '<i class="kp-chip">geschätzt</i>' if row.now["status"] == Status.ESTIMATED else ""
    newer = f"<span>neuere Zahl: {escape(GAPS[Status(row.newer)].word)}</span>" if row.newer else ""
    return f"<b>{escape(main)}</b><span>{escape(below)}{chip}</span>{newer}"


def _texts(row: ProfileRow, *, one: bool) -> tuple[str, str]:
    """Put heads first where a figure is a gain or a loss of people, the value first everywhere else."""
    indicator, now = row.indicator, row.now
    value, count = sentences.value_text(indicator, now["value"]), sentences.count_text(indicator, now)
    if indicator.kind == "change":
        first, last = number(now["denominator"]), number(now["denominator"] + now["numerator"])
        return _people(now["numerator"]), f"{first} → {last} ({value})"
    if indicator.kind in ("rate", "ratio") and now["numerator"] == 0 and not indicator.signed:
        return indicator.zero_label or f"0 {indicator.counted}", count.partition(indicator.counted)[2].strip()
    if indicator.unit == "km":
        return value, "Luftlinie ab der Mitte der Gemeinde" + ("" if one else "n")
    if indicator.kind == "balance":
        span = f"in {len(row.moment.years)} Jahren, " if row.moment.years else ""
        return _people(now["numerator"]), f"{span}{value}"
    return value, count


def _people(count: float) -> str:
    """Write a gain or a loss of people; who they are stands in the row's label."""
    return f"{number(count, signed=True)} {sentences.one_or_many(count, 'Menschen')}"


def verdict_html(frame: TableFrame, row: ProfileRow) -> str:
    """Write the verdict as word and shape, the comparison's value below it and one more region's beside."""
    if row.indicator.kind == "count":
        return _share_html(frame, row)
    beside = (f"<span>{_between(row)}</span>" if row.marks else "") + _climbed(frame, row)
    if not row.known or row.found == Difference.UNKNOWN:
        return beside
    return f'<b><i class="kp-sign" aria-hidden="true">{sentences.SYMBOLS[row.found]}</i>{escape(_words(row, frame.benchmark_id))}</b>{beside}'


def _between(row: ProfileRow) -> str:
    """Put the larger regions' values beside each other; a line breaks between them, never inside."""
    return " · ".join(f"<i>{_mark(row.indicator, mark)}</i>" for mark in row.marks)


def _climbed(frame: TableFrame, row: ProfileRow) -> str:
    """Name the larger region whose figure carries where the place's own does not, unless it stands beside already."""
    carried, region = row.climbed.carried, row.climbed.region_id
    needed = not row.known or sentences.is_small(row.indicator, row.now)
    if carried is None or not needed or not row.climbed.climbed or region in [mark.region_id for mark in row.marks]:
        return ""
    value = _mark_value(row.indicator, carried["value"])
    return f'<span class="kp-climbed">{escape(wording(frame.regions, region).where)} {escape(value)}</span>'


def _words(row: ProfileRow, benchmark_id: str) -> str:
    """Word the outcome; a gain where the comparison loses (or the other way round) goes against the trend."""
    value, mark = float(row.now["value"]), next(m.value for m in row.marks if m.region_id == benchmark_id)
    if row.found not in (Difference.HIGHER, Difference.LOWER):
        same = row.found == Difference.NONE and math.isnan(row.now["low"])
        return "gleichauf" if same else row.found.value
    if row.indicator.kind in ("change", "balance") and value * mark < 0:
        return "gegen den Trend"
    return DISTANCE_WORDS[row.found] if row.indicator.unit == "km" else row.found.value


def _mark(indicator: Indicator, mark: Mark) -> str:
    if math.isnan(mark.value):
        return f"{escape(mark.name)}: {GAPS[Status(mark.status)].word}"
    return f"{escape(mark.name)} {escape(_mark_value(indicator, mark.value))}"


def _mark_value(indicator: Indicator, value: float) -> str:
    """Write a larger region's value; the unit stands at the place's own, only signs are repeated."""
    return NumberStyle(indicator.unit, indicator.decimals, indicator.signed).short(value).replace(" ", NBSP)


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
        return ""
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
        return f'<span class="kp-quiet">{"nur ein Stichtag" if row.series else ""}</span>'
    indicator = row.indicator
    return sparkline_svg(
        row.series, unit=indicator.unit, decimals=indicator.decimals, signed=indicator.signed,
        title=f"Verlauf: {indicator.short}", width=SPARK_WIDTH, height=SPARK_HEIGHT,
    )  # fmt: skip


def _trend(row: ProfileRow) -> str:
    """Write the trend word below a course; a single date and a change over years have none."""
    if row.trend.years < FEWEST_DATES or row.trend.reason == "no_count":
        return ""
    return change_words.trend_html(row.trend)


def _county_html(frame: TableFrame, row: CountyRow) -> str:
    """Write what only the county knows, labelled as the county's."""
    county = wording(frame.regions, frame.regions.county).short
    value = sentences.value_text(row.indicator, row.value)
    label = f'<th scope="row"><b>{escape(row.indicator.short)}</b><span>{escape(date_text(row.indicator, row.moment))}</span></th>'
    return f'<tr class="kp-above">{label}<td colspan="4"><span>nur für den {escape(county)} bekannt:</span> <b>{escape(value)}</b></td></tr>'
