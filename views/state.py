"""The filter state: what the user looks at. It lives in the URL, so that a link reopens exactly this view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.schema import AGE_OPEN, Level
from indicators import ages
from indicators.catalogue import ALL_AGES, Band, Catalogue, Indicator
from indicators.personas import Persona
from indicators.regions import GROUP_PREFIX, LEVEL_NAMES, Regions
from views.formats import sort_key

SEX_LABELS: Final[Mapping[str, str]] = {"t": "alle", "f": "Frauen", "m": "Männer"}
ALL_AGES_LABEL: Final = "alle"
OWN_BAND_LABEL: Final = "eigene Grenzen …"
LEVEL_ORDER: Final = (Level.GEMEINDE, Level.AMT, Level.PLANUNGSREGION, Level.MITTELBEREICH)


@dataclass(frozen=True)
class Selection:
    """One view of the data.

    Attributes
    ----------
    region_id : str
        The region in focus; the county on the first visit.
    band : Band
        The age band; all ages if nobody chose one.
    sex : str
        "t", "f" or "m".
    benchmark_id : str
        The region everything is compared with.
    indicator_id : str
        The indicator on the map.
    level : Level
        The level of regions on the map.
    persona : Persona | None
        With whose eyes the figures are looked at; ``None`` for everybody's.
    """

    region_id: str
    band: Band
    sex: str
    benchmark_id: str
    indicator_id: str
    level: Level
    persona: Persona | None = None

    def band_for(self, indicator: Indicator) -> Band:
        """Give the band that an indicator is evaluated with."""
        return indicator.band if self.band == ALL_AGES else self.band

    def sex_for(self, indicator: Indicator) -> str:
        """Give the sex that an indicator is evaluated with."""
        return self.sex if indicator.sex_filter else "t"


def band_label(band: Band) -> str:
    """Name a band for the filter, in words of life where there are any.

    Examples
    --------
    >>> band_label((3, 6)), band_label((18, 60)), band_label((65, 200))
    ('Kita-Alter (3 bis 5)', '18 bis 59', '65 und älter')
    """
    if band == ALL_AGES:
        return ALL_AGES_LABEL
    name = next((p.name for p in ages.LIFE_PHASES if p.band == band), "")
    return f"{name} ({ages.words(band)})" if name else ages.words(band)


def preset_bands(more: Iterable[Band] = ()) -> dict[str, Band]:
    """Give the bands of the filter by their labels: all, the life phases, what is asked for most, and ``more`` of them."""
    extra: list[Band] = [(0, 18), (15, 65), (65, AGE_OPEN), (75, AGE_OPEN)]
    bands: list[Band] = [ALL_AGES, *(p.band for p in ages.LIFE_PHASES), *extra, *more]
    return {band_label(band): band for band in bands}


def region_labels(regions: Regions) -> dict[str, str]:
    """Give every region of the county a name of its own, level by level: county, planning regions, Ämter, municipalities.

    Returns
    -------
    dict[str, str]
        Region id by label; labels are unique, because the link is made of them.
    """
    ordered = [regions.county]
    for level in (Level.PLANUNGSREGION, Level.MITTELBEREICH, Level.AMT):
        ordered += [r for r in regions.at_level(level) if not regions.amtsfrei(r)]
    ordered += sorted(regions.municipalities, key=lambda r: sort_key(regions.name(r)))
    labels: dict[str, str] = {}
    for region in ordered:
        label = region_label(regions, region)
        if label in labels:
            label = f"{label} ({region})"
        labels[label] = region
    return labels


def indicator_labels(catalogue: Catalogue, first: Sequence[str] = ()) -> dict[str, str]:
    """Give each indicator a label that begins with its topic, so that typing finds both; those of ``first`` lead."""
    ordered = [catalogue[i] for i in first] + [i for topic in catalogue.topics for i in catalogue.of_topic(topic)]
    return {f"{catalogue.topics[i.topic]} · {i.short}": i.id for i in ordered}


def level_labels(regions: Regions, allowed: Sequence[str] = ()) -> dict[str, Level]:
    """Name the levels the map can show, with the number of their regions.

    ``allowed`` restricts them to those an indicator is published for; levels of a single region make no map.
    """
    found: dict[str, Level] = {}
    for level in LEVEL_ORDER:
        count = len(regions.at_level(level))
        if count > 1 and (not allowed or level in allowed):
            found[f"{LEVEL_NAMES[level][1]} ({count})"] = level
    return found


def region_label(regions: Regions, region_id: str) -> str:
    """Name a region so that its level is clear: planning regions and Mittelbereiche say what they are."""
    name = regions.name(region_id)
    if regions.level(region_id) == Level.PLANUNGSREGION and not region_id.startswith(GROUP_PREFIX):
        full = name if name.startswith("Planungsregion") else f"Planungsregion {name}"
        return full if "vorläufig" in full else f"{full} (vorläufig)"
    return name


def benchmark_labels(regions: Regions, region_id: str) -> dict[str, str]:
    """Offer what a region may be compared with: the regions above it, county first, then every other one."""
    above = [regions.county, *regions.at_level(Level.LAND), *regions.at_level(Level.BUND)]
    for level in (Level.PLANUNGSREGION, Level.AMT):
        parent = regions.parent(region_id, level)
        if parent:
            above.append(parent)
    own = region_labels(regions)
    same = {r for r in own.values() if regions.members(r) == regions.members(region_id)} | {region_id}
    first = {region_label(regions, r): r for r in above if r not in same}
    return first | {label: r for label, r in own.items() if r not in same and r not in first.values()}
