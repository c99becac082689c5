"""The kinds of "no number" in plain words: secret, too uncertain, not to be formed here, announced, not published. None of them is zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.schema import Level, Status
from indicators.catalogue import Indicator
from indicators.regions import GROUP_PREFIX, Regions
from views.figure_words import Row, when
from views.formats import enumeration
from views.wording import wording

LEVELS_WITH_ARTICLE: Final = {
    Level.GEMEINDE: "Gemeinden",
    Level.AMT: "Ämter",
    Level.LANDKREIS: "den Landkreis",
    Level.LAND: "das Land",
    Level.BUND: "Deutschland",
}


@dataclass(frozen=True)
class Gap:
    """One kind of "no number".

    Attributes
    ----------
    word : str
        Where a number would stand: "geheim".
    brief : str
        Half a line below it.
    why : str
        A sentence or two of explanation.
    """

    word: str
    brief: str
    why: str


GAPS: Final = {
    Status.SECRET: Gap(
        "geheim", "zum Schutz Einzelner; geheim heißt nicht null",
        "Die Zahl wird nicht gezeigt, damit niemand Einzelne erkennt. Geheim heißt nicht null.",
    ),
    Status.UNRELIABLE: Gap(
        "zu unsicher", "von der Quelle zurückgehalten; heißt nicht null",
        "Die Quelle hält die Zahl für nicht sicher genug, um sie zu nennen. Das heißt nicht null.",
    ),
    Status.NOT_APPLICABLE: Gap(
        "gibt es hier nicht", "lässt sich für dieses Gebiet nicht bilden",
        "Für dieses Gebiet lässt sich die Zahl nicht bilden.",
    ),
    Status.PENDING: Gap(
        "noch nicht da", "von der Quelle für später angekündigt", "Die Quelle kündigt die Zahl für später an.",
    ),
    Status.MISSING: Gap("keine Angabe", "", "Für dieses Gebiet und diese Zeit ist keine Zahl veröffentlicht."),
}  # fmt: skip


def gap_sentence(regions: Regions, indicator: Indicator, row: Row) -> str:
    """Say that there is no number, of which kind the gap is, and why.

    Parameters
    ----------
    row : Row
        A row without a value.
    """
    status, place = Status(row["status"]), wording(regions, str(row["region_id"]))
    what, time = f"„{indicator.short}“", when(row)
    if status == Status.SECRET:
        return (
            f"Die Zahl zu {what} ist für {place.whom} geheim ({time}): Sie oder eine benachbarte Zahl beträfe "
            "so wenige, dass man Einzelne erkennen könnte. Geheim heißt nicht null."
        )
    if status == Status.UNRELIABLE:
        return f"Die Zahl zu {what} ist für {place.whom} zu unsicher ({time}); die Quelle hält sie zurück. Das heißt nicht null."
    if status == Status.PENDING:
        return f"Die Zahl zu {what} ist für {place.whom} noch nicht da; die Quelle kündigt sie für später an."
    if indicator.levels and regions.level(str(row["region_id"])) not in indicator.levels:
        known = enumeration([LEVELS_WITH_ARTICLE.get(Level(level), level) for level in indicator.levels])
        return f"Zahlen zu {what} gibt es nur für {known}, nicht für {place.whom}."
    if status == Status.NOT_APPLICABLE:
        return f"Für {place.whom} lässt sich {what} nicht angeben{_reason(regions, indicator, row)}."
    return f"Für {place.whom} ist keine Zahl zu {what} veröffentlicht."


def _reason(regions: Regions, indicator: Indicator, row: Row) -> str:
    """Say why a number cannot be formed, as far as the figures tell."""
    region = str(row["region_id"])
    if not indicator.additive and (len(regions.members(region)) > 1 or region.startswith(GROUP_PREFIX)):
        return ": Die Zahlen der Gemeinden dürfen hier nicht zusammengerechnet werden"
    if row["denominator"] == 0:
        return f": Es gab dort niemanden, auf den sich die Zahl beziehen könnte ({when(row)})"
    return f" ({when(row)})"
