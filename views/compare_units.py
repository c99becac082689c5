"""Who stands beside whom: regions and people's own groups as the columns of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from data.schema import Level
from indicators.regions import Regions, group_id
from views import svg
from views.formats import NBSP, count_word, enumeration, sort_key
from views.state import region_label, region_labels
from views.wording import wording

MOST: Final = 8
"""Regions and groups chosen one by one; a whole set ("alle Ämter") is shown whole."""
MOST_COLUMNS: Final = 24
"""So many stand side by side at most, whole sets included."""
NAMED: Final = 4
LIKE_SIZED: Final = 3
LONGEST_NAME: Final = 40
OF_AMT: Final = "alle Gemeinden im Amt"
ALL_AEMTER: Final = "alle Ämter"
ALIKE: Final = "ähnliche Gemeinden im Kreis"

Similar = Callable[[str], Sequence[str]]
"""Gives the municipalities most like one, the most alike first."""


@dataclass(frozen=True)
class Group:
    """Municipalities that somebody put together; the name is theirs and may be anything."""

    name: str
    region_ids: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """One column of a comparison.

    Attributes
    ----------
    region_id : str
        A region, or a hand-picked group (:func:`indicators.regions.group_id`).
    name : str
        What it is called; any text, to be escaped.
    where : str
        Its name in a sentence: "in Lohmen", "in der Gruppe „Seen“".
    group : bool
        Whether people put it together themselves.
    """

    region_id: str
    name: str
    where: str
    group: bool = False


@dataclass(frozen=True)
class Chosen:
    """The columns, and what has to be said about the choice.

    Attributes
    ----------
    units : tuple[Unit, ...]
        The region in focus first.
    suggested : bool
        Whether nobody has chosen yet, so that the page made a suggestion.
    notes : tuple[str, ...]
        Sentences about wishes that could not be met.
    """

    units: tuple[Unit, ...]
    suggested: bool = False
    notes: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The regions in order."""
        return tuple(unit.region_id for unit in self.units)


def unit_of(regions: Regions, region_id: str) -> Unit:
    """Make a column of a region."""
    return Unit(region_id, region_label(regions, region_id), wording(regions, region_id).where)


def group_unit(regions: Regions, group: Group) -> Unit:
    """Make a column of a group; without a name of its own it is called by its members."""
    region_id = group_id(group.region_ids)
    name = svg.clean(group.name).strip()[:LONGEST_NAME] or regions.name(region_id)
    return Unit(region_id, name, f"in der Gruppe „{name}“", group=True)


def planning_label(regions: Regions) -> str:
    """Name the set of planning regions: "die vier Planungsregionen"; empty where there are none."""
    count = len(regions.at_level(Level.PLANUNGSREGION))
    return f"die {count_word(count)} Planungsregionen" if count > 1 else ""


def set_labels(regions: Regions, *, similar: bool) -> list[str]:
    """List the sets that can be chosen at once; always the same ones, so that a choice outlives a change of the region."""
    found = [OF_AMT] if len(_aemter(regions)) > 0 else []
    found += [ALL_AEMTER] if len(_aemter(regions)) > 1 else []
    found += [label] if (label := planning_label(regions)) else []
    return [*found, ALIKE] if similar else found


def _aemter(regions: Regions) -> list[str]:
    return [r for r in regions.at_level(Level.AMT) if not regions.amtsfrei(r)]


def region_options(regions: Regions) -> dict[str, str]:
    """Give every region that can stand beside, by its label: those of the county, state and nation, the state's other municipalities."""
    above = [*regions.at_level(Level.LAND), *regions.at_level(Level.BUND)]
    own = region_labels(regions)
    first = next(iter(own))
    known = {first: own[first]} | {region_label(regions, r): r for r in above} | own
    return known | {label: r for label, r in _elsewhere(regions).items() if label not in known}


def _elsewhere(regions: Regions) -> dict[str, str]:
    """Give the municipalities of the state's other counties, each with its county's name."""
    table, here = regions.table, set(regions.municipalities)
    others = [r for r in table.index[table["level"] == Level.GEMEINDE] if r not in here]
    found: dict[str, str] = {}
    for region in sorted(others, key=lambda r: sort_key(regions.name(r))):
        label = f"{regions.name(region)} ({county_name(regions, region)})"
        found[label if label not in found else f"{label} {region}"] = region
    return found


def county_name(regions: Regions, region_id: str) -> str:
    """Name the county a municipality lies in, for those that lie elsewhere."""
    county = regions.parent(region_id, Level.LANDKREIS)
    return regions.name(county) if county and regions.exists(county) else "anderer Kreis"


def members_of(regions: Regions, region_id: str, label: str, similar: Similar | None) -> tuple[list[str], str]:
    """Give the regions of a set, or a sentence that says why there are none here."""
    if label == OF_AMT:
        amt = regions.parent(region_id, Level.AMT)
        if amt is None or regions.amtsfrei(amt):
            return [], f"„{OF_AMT}“ geht hier nicht: {regions.name(region_id)} gehört nicht zu einem einzelnen Amt."
        return sorted(regions.members(amt), key=regions.name), ""
    if label == ALL_AEMTER:
        return sorted(_aemter(regions), key=regions.name), ""
    if label == planning_label(regions):
        return sorted(regions.at_level(Level.PLANUNGSREGION), key=regions.name), ""
    if regions.level(region_id) != Level.GEMEINDE or similar is None:
        return [], f"„{ALIKE}“ gibt es nur für einzelne Gemeinden."
    return list(similar(region_id))[: MOST - 1], ""


@dataclass
class _Columns:
    """Columns as they are put together: nothing twice, not more than fit."""

    regions: Regions
    units: list[Unit] = field(default_factory=list)
    single: int = 0
    left_out: list[str] = field(default_factory=list)

    def add(self, unit: Unit, *, counted: bool = True) -> None:
        """Take a column up; ``counted``: chosen one by one."""
        if any(unit.region_id == known.region_id for known in self.units):
            return
        if (counted and self.single >= MOST) or len(self.units) >= MOST_COLUMNS:
            self.left_out.append(unit.name)
            return
        self.single += counted
        self.units.append(replace(unit, name=self._own_name(unit.name)))

    def _own_name(self, name: str) -> str:
        """Give a name that no other column has; people may call their groups what they like."""
        taken = {known.name for known in self.units}
        spare = (f"{name} ({number})" for number in range(2, MOST_COLUMNS + 2))
        return name if name not in taken else next(other for other in spare if other not in taken)


def choose(
    regions: Regions,
    region_id: str,
    picked: Iterable[str],
    groups: Sequence[Group],
    people: Mapping[str, float],
    similar: Similar | None = None,
) -> Chosen:
    """Put the columns together: the region in focus, what was picked, people's own groups; a suggestion if that is nothing.

    Parameters
    ----------
    regions : Regions
        The register.
    region_id : str
        The region in focus.
    picked : Iterable[str]
        Labels of :func:`set_labels` and :func:`region_options`; unknown ones are passed over.
    groups : Sequence[Group]
        People's own groups; they need two members.
    people : Mapping[str, float]
        Inhabitants by region, for the suggestion.
    similar : callable | None
        Gives similar municipalities; ``None`` where that is not known.
    """
    columns, notes = _Columns(regions), []
    columns.add(unit_of(regions, region_id))
    options, sets = region_options(regions), set_labels(regions, similar=similar is not None)
    for label in picked:
        if label in sets:
            found, note = members_of(regions, region_id, label, similar)
            notes += [note] if note else []
            for member in found:
                columns.add(unit_of(regions, member), counted=False)
        elif label in options:
            columns.add(unit_of(regions, options[label]))
    for group in groups:
        if len(set(group.region_ids)) > 1:
            columns.add(group_unit(regions, group))
        else:
            notes.append(_too_few(regions, group))
    if columns.left_out:
        notes.append(_missing(columns.left_out))
    if len(columns.units) > 1:
        return Chosen(tuple(columns.units), notes=tuple(notes))
    return Chosen(_suggested(regions, region_id, people), suggested=True, notes=tuple(notes))


def _missing(names: Sequence[str]) -> str:
    """Say who found no room."""
    shown = [*names[:NAMED], f"{len(names) - NAMED} weitere"] if len(names) > NAMED + 1 else list(names)
    return (
        f"Nebeneinander stehen höchstens {count_word(MOST)} einzeln gewählte Gebiete und zusammen höchstens "
        f"{MOST_COLUMNS}. Hier fehlt: {enumeration(shown)}."
    )


def _too_few(regions: Regions, group: Group) -> str:
    only = regions.name(group.region_ids[0]) if group.region_ids else "niemandem"
    return f"Eine Gruppe braucht mindestens zwei Gemeinden; bisher besteht sie nur aus{NBSP}{only}."


def _suggested(regions: Regions, region_id: str, people: Mapping[str, float]) -> tuple[Unit, ...]:
    """Suggest what most people ask first: the places of like size, the Amt, the county; for the county its planning regions."""
    level = regions.level(region_id)
    if region_id == regions.county:
        beside = regions.at_level(Level.PLANUNGSREGION) or _aemter(regions)[: MOST - 1]
    elif level == Level.GEMEINDE:
        amt = regions.parent(region_id, Level.AMT)
        own = [amt] if amt and not regions.amtsfrei(amt) else []
        beside = [*_like_sized(regions.municipalities, region_id, people), *own, regions.county]
    else:
        peers = _aemter(regions) if level == Level.AMT else regions.at_level(level)
        beside = [*_like_sized(peers, region_id, people), regions.county]
    return tuple(unit_of(regions, r) for r in dict.fromkeys([region_id, *beside]))


def _like_sized(peers: Sequence[str], region_id: str, people: Mapping[str, float]) -> list[str]:
    """Pick the places whose number of inhabitants is nearest."""
    own = people.get(region_id, 0.0)
    others = [r for r in peers if r != region_id and r in people]
    return sorted(others, key=lambda r: (abs(people[r] - own), r))[:LIKE_SIZED]
