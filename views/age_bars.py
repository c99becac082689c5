"""How many people are in which phase of life: heads first, a bar, a tick where the comparison would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.schema import AGE_OPEN
from indicators.ages import Fit, Phase, fit, phase_groups, words
from views import svg
from views.age_findings import in_place
from views.age_structure import AgeStructure
from views.formats import NO_NUMBER, number, with_unit
from views.tokens import ACCENT, MUTED, RULE, TEXT, WHITE

QUESTION: Final = "Wie viele Menschen in welcher Lebensphase?"

STYLE: Final = f"""
.kp-ages{{border-collapse:collapse;width:100%;color:{TEXT};font-size:17px;line-height:1.3;margin:0}}
.kp-ages tr{{border:0;background:none}}
.kp-ages caption{{text-align:left;font-size:19px;font-weight:650;padding:0 0 8px;color:{TEXT}}}
.kp-ages th,.kp-ages td{{border:0;border-bottom:1px solid {RULE};padding:8px 0;text-align:left;background:none;vertical-align:middle;font-weight:400}}
.kp-ages thead th{{color:{MUTED};font-size:14px;border-bottom:2px solid {TEXT};padding-top:4px;padding-bottom:4px;vertical-align:bottom}}
.kp-ages tbody th{{font-weight:650;padding-right:12px}}
.kp-ages tbody th span{{font-weight:400;color:{MUTED};font-size:15px;white-space:nowrap}}
.kp-ages .n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
.kp-ages td.h{{font-weight:700}}
.kp-ages .b{{width:38%;padding-left:14px}}
.kp-ages .b svg{{display:block;overflow:visible}}
.kp-ages td.s{{font-size:15px}}
.kp-ages .s{{padding-left:14px}}
.kp-ages thead .b span,.kp-ages caption span{{display:inline-block;border-left:2px solid {TEXT};padding-left:6px;line-height:1.15;font-size:14px;font-weight:400;color:{MUTED}}}
.kp-ages caption span{{display:none;margin-top:6px}}
@media(max-width:640px){{.kp-ages{{font-size:16px}}.kp-ages tbody th span{{display:block}}.kp-ages .b{{width:26%;padding-left:10px}}.kp-ages .s{{padding-left:10px}}.kp-ages thead .b span{{display:none}}.kp-ages caption span{{display:table}}}}
@media print{{.kp-ages{{font-size:10pt}}.kp-ages th,.kp-ages td{{padding:3pt 0}}}}
""".replace("\n", "")


@dataclass(frozen=True)
class PhaseCount:
    """One row: the people of a phase of life and the comparison's share of the same ages."""

    phase: Phase
    heads: float | None
    share: float | None
    compared: float | None


def phase_counts(place: AgeStructure, comparison: AgeStructure | None = None) -> list[PhaseCount]:
    """Count the people of every phase of life a source allows, from old to young.

    Examples
    --------
    >>> dorf = AgeStructure.by_sex("Dorf", [(0, 3), (3, 65), (65, 200)], [1, 30, 12], [2, 28, 7])
    >>> [(row.phase.name, row.heads, round(row.share, 1)) for row in phase_counts(dorf)][0]
    ('Junger Ruhestand', 19.0, 23.8)
    """
    rows = []
    for phase in reversed(phase_groups(place.ages)):
        heads = _heads(place, phase)
        share = heads / place.total * 100 if heads is not None and place.total else None
        rows.append(PhaseCount(phase, heads, share, _share(comparison, phase)))
    return rows


def _heads(structure: AgeStructure, phase: Phase) -> float | None:
    """Count the people of a phase; nothing is estimated here."""
    counts = structure.counts()
    found = fit(phase.band, structure.ages, counts)
    return found.count(counts) if found.fit is Fit.EXACT else None


def _share(structure: AgeStructure | None, phase: Phase) -> float | None:
    """Compute the share of a phase in percent."""
    if structure is None or not structure.total:
        return None
    heads = _heads(structure, phase)
    return None if heads is None else heads / structure.total * 100


def age_bars_html(place: AgeStructure, comparison: AgeStructure | None = None, *, caption: str = QUESTION) -> str:
    """Write the table with bars.

    Parameters
    ----------
    place : AgeStructure
        Whose people are counted.
    comparison : AgeStructure | None
        Where its share would put the bar's end, a black tick is drawn.
    caption : str
        The question above the table.

    Returns
    -------
    str
        HTML for :func:`views.block.show`; fits a desk and a phone of 390 px.
    """
    rows = phase_counts(place, comparison)
    longest = (
        max([value for row in rows for value in (row.share, row.compared) if value is not None], default=1.0) or 1.0
    )
    legend = [svg.tag("span", f"beim Anteil {in_place(comparison.name)}")] if comparison else []
    head = svg.tag(
        "tr",
        svg.tag("th", "Lebensphase, Alter", scope="col"),
        svg.tag("th", "Menschen", scope="col", class_="n"),
        svg.tag("th", *legend, scope="col", class_="b", aria_label="Balken"),
        svg.tag("th", "Anteil", scope="col", class_="n s"),
    )
    table = svg.tag(
        "table",
        svg.tag("caption", caption, *legend),
        svg.tag("thead", head),
        svg.tag("tbody", *(_row(row, longest, comparison) for row in rows)),
        class_="kp-ages",
    )
    return svg.Markup(f"<style>{STYLE}</style>") + table


def _row(row: PhaseCount, longest: float, comparison: AgeStructure | None) -> svg.Markup:
    """Write one phase of life."""
    ages = words(row.phase.band) if row.phase.high < AGE_OPEN else f"{row.phase.low} und älter"
    share = with_unit(row.share, "%", 1) if row.share is not None else NO_NUMBER
    return svg.tag(
        "tr",
        svg.tag("th", row.phase.name, " ", svg.tag("span", ages), scope="row"),
        svg.tag("td", number(row.heads) if row.heads is not None else NO_NUMBER, class_="n h"),
        svg.tag("td", _bar(row, longest, comparison), class_="b"),
        svg.tag("td", share, class_="n s"),
    )


def _bar(row: PhaseCount, longest: float, comparison: AgeStructure | None) -> svg.Markup:
    """Draw bar and tick; the picture carries its own words, because the tick stands nowhere else."""
    parts = []
    if row.share is not None:
        parts.append(svg.tag("rect", x=0, y=3, height=18, width=f"{svg.num(row.share / longest * 96)}%", fill=ACCENT))
    said = "ohne Vergleich"
    if row.compared is not None and comparison is not None:
        x = f"{svg.num(row.compared / longest * 96)}%"
        parts.append(svg.tag("line", x1=x, x2=x, y1=0, y2=24, stroke=WHITE, stroke_width=5))
        parts.append(svg.tag("line", x1=x, x2=x, y1=0, y2=24, stroke=TEXT, stroke_width=2))
        said = f"{comparison.name}: {with_unit(row.compared, '%', 1)}"
    return svg.tag("svg", svg.tag("title", said), *parts, width="100%", height=24, role="img", aria_label=said)
