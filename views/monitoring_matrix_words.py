"""The words of a field of the matrix age group × walk of life."""

from __future__ import annotations

from typing import Final

from data.schema import Status
from indicators.monitoring.situations import Figure
from indicators.regions import Regions
from indicators.reliability import Difference
from views import figure_words, sentences
from views.gaps import GAPS
from views.wording import wording

WHITE: Final = "keine Zahl – vor Ort fragen"
FAR: Final = {Difference.HIGHER: "▲ weiter", Difference.LOWER: "▼ näher"}


def told(figure: Figure, regions: Regions) -> str:
    """Write a figure in few words: heads where there are heads; a larger region's figure with its name; else why there is none."""
    if figure.known:
        return figure_words.clause(figure.indicator, figure.row)
    if figure.larger is not None:
        name = wording(regions, str(figure.larger["region_id"])).short
        return f"{name}: {figure_words.clause(figure.indicator, figure.larger)}"
    return GAPS[Status(figure.row["status"])].word


def below(figure: Figure, where: str) -> tuple[str, str]:
    """Write whom and when the figure counts, and how it compares."""
    when = figure_words.when(figure.row).partition(",")[0]
    about = ", ".join(text for text in (figure.asked.about, when) if text)
    if not figure.known:
        return about, "für diesen Ort allein nicht bekannt" if figure.larger is not None else ""
    return about, compared(figure, where)


def compared(figure: Figure, where: str) -> str:
    """Say in words how a figure compares; nothing where it cannot be compared."""
    found, indicator = figure.found, figure.entry
    if found == Difference.UNKNOWN:
        return ""
    if found in FAR and indicator.unit == "km":
        return f"{FAR[found]} als {where}"
    symbol = sentences.SYMBOLS[found]
    if found in FAR:
        what = "Anteil " if indicator.kind == "share" else ""
        return f"{symbol} {what}{found.value} als {where}"
    return f"{symbol} {found.value}"
