"""Who lives where by age: the structures a picture needs, for any region and date, with where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators import age_measures
from indicators.ages import Band, Fit, fit
from indicators.catalogue import Catalogue
from indicators.evaluate import Evaluator, Moment
from views import sentences
from views.age_structure import AgeStructure, Pyramid, Unit
from views.formats import number, period
from views.wording import wording

CENSUS_WORDS = "Zensus"


@dataclass(frozen=True)
class AgeView:
    """The ages of a place at a time, the comparison's at the same time, and their sources."""

    moment: Moment
    place: AgeStructure
    comparison: AgeStructure | None
    source_ids: frozenset[str]

    def pyramid(self, unit: Unit = "share", title: str = "", subtitle: str = "", source: str = "") -> Pyramid:
        """Make the picture's description."""
        return Pyramid(self.place, self.comparison, unit, title, subtitle, source)


def structure_of(evaluator: Evaluator, region_id: str, moment: Moment) -> tuple[AgeStructure | None, frozenset[str]]:
    """Give a region's ages at a time, by sex where the source has it; ``None`` where it has no ages."""
    name = wording(evaluator.regions, region_id).name
    by_sex = [age_measures.structure(evaluator, region_id, moment, sex) for sex in ("f", "m")]
    if all(one.persons for one in by_sex) and list(by_sex[0].persons) == list(by_sex[1].persons):
        women, men = (list(one.persons.values()) for one in by_sex)
        made = AgeStructure.by_sex(name, list(by_sex[0].persons), women, men)
        return made, by_sex[0].sources | by_sex[1].sources
    both = age_measures.structure(evaluator, region_id, moment, "t")
    if not both.persons:
        return None, frozenset()
    return AgeStructure(name, tuple(both.persons), tuple(both.persons.values())), both.sources


def age_view(evaluator: Evaluator, region_id: str, benchmark_id: str, moment: Moment) -> AgeView | None:
    """Give the ages of a place beside those of its comparison; ``None`` where the place has none."""
    place, sources = structure_of(evaluator, region_id, moment)
    if place is None:
        return None
    other, more = structure_of(evaluator, benchmark_id, moment)
    if other is not None and place.has_sex and not other.has_sex:
        other, more = None, frozenset()
    other = _in_groups_of(place, other) if other is not None else None
    return AgeView(moment, place, other, sources | more)


def _in_groups_of(place: AgeStructure, other: AgeStructure) -> AgeStructure:
    """Join the comparison's ages to the place's groups, so that both stand in the same steps; as it is where it cannot."""
    joined = []
    for values in (other.persons, other.female, other.male):
        counts = dict(zip(other.ages, values, strict=True)) if values else {}
        parts = [fit(band, other.ages, counts) for band in place.ages] if values else []
        if any(part.fit is not Fit.EXACT for part in parts):
            return other
        joined.append(tuple(part.count(counts) or 0.0 for part in parts))
    return AgeStructure(other.name, place.ages, *joined)


def age_moments(evaluator: Evaluator, catalogue: Catalogue, region_id: str) -> list[Moment]:
    """List the times for which a region's ages are known, newest first."""
    found = evaluator.moments(catalogue["einwohner"])
    known = [m for m in found if age_measures.structure(evaluator, region_id, m, "t").persons]
    return sorted(known, key=lambda m: (m.period, m.base), reverse=True)


def moment_names(evaluator: Evaluator, region_id: str, moments: Sequence[Moment]) -> dict[str, Moment]:
    """Name the times so that no two read alike: the date, what it lacks, the census base where a date has two."""
    names: dict[str, Moment] = {}
    for moment in moments:
        extra = []
        place, _ = structure_of(evaluator, region_id, moment)
        if place is not None and not place.has_sex:
            extra.append(CENSUS_WORDS)
        if sum(m.period == moment.period for m in moments) > 1:
            extra.append(sentences.BASE_NAMES[moment.base])
        names[period(moment.period) + (f" ({', '.join(extra)})" if extra else "")] = moment
    return names


def preferred(evaluator: Evaluator, region_id: str, moments: Sequence[Moment]) -> Moment:
    """Choose what is shown first: the newest time with women and men, else the newest."""
    both = (m for m in moments if (one := structure_of(evaluator, region_id, m)[0]) is not None and one.has_sex)
    return next(both, moments[0])


def nearest(moments: Sequence[Moment], wanted: str) -> Moment:
    """Give the time nearest to a date written as "31.12.2015"."""
    day, month, year = (int(part) for part in wanted[:10].split("."))
    aim = date(year, month, day)
    return min(moments, key=lambda m: abs((date.fromisoformat(m.period) - aim).days))


def published_total(evaluator: Evaluator, catalogue: Catalogue, region_id: str, moment: Moment) -> float:
    """Give the published number of inhabitants at a time; NaN where there is none."""
    return float(evaluator.evaluate(catalogue["einwohner"], [region_id], [moment]).iloc[0]["value"])


def sum_note(structure: AgeStructure, total: float) -> str:
    """Explain why the age groups do not add up to the published total; empty where they do.

    Examples
    --------
    >>> dorf = AgeStructure("Dorf", ((0, 20), (20, 200)), (30.0, 72.0))
    >>> sum_note(dorf, 102.0), sum_note(dorf, 100.0)[:52]
    ('', 'Die Altersgruppen ergeben zusammen 102, gezählt sind')
    """
    if total != total or number(structure.total) == number(total):
        return ""
    return (
        f"Die Altersgruppen ergeben zusammen {number(structure.total)}, gezählt sind {number(total)}: "
        "Zum Schutz der Menschen verändert die Statistik kleine Zahlen ein wenig. Das ist kein Fehler."
    )


def heads_of(structure: AgeStructure, band: Band, sex: str = "t") -> tuple[float | None, bool, str]:
    """Count the people of a band.

    Returns
    -------
    tuple[float | None, bool, str]
        The count (``None`` where the source cannot tell), whether it is estimated, and why in German.
    """
    values = {"t": structure.persons, "f": structure.female, "m": structure.male}[sex]
    if not values:
        return None, False, "Frauen und Männer sind zu diesem Stichtag nach Alter nicht getrennt bekannt."
    counts = {group: value for group, value in zip(structure.ages, values, strict=True) if value == value}
    found = fit(band, structure.ages, counts)
    return found.count(counts), found.fit is Fit.ESTIMATED, found.reason
