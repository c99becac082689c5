"""What the page Wege shows: kinds of facilities, the facilities themselves, people by age, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from data.facilities import Surroundings, facility_id, shipped, surroundings
from data.facility_kinds import EVERYBODY, KINDS, Kind, own_kind
from data.schema import Level
from indicators.access import people as heads
from indicators.access.distance import Detour, Distance, StraightLine
from indicators.access.gains import Shift
from indicators.access.people import People
from indicators.access.plan import Change, applied, concerning
from indicators.access.reach import Origins, Reach, located, origins, reach
from indicators.ages import Band
from indicators.catalogue import ALL_AGES
from views import resources
from views.formats import sort_key

COUNT: Final = "personen_altersgruppe"
STRAIGHT: Final = "Luftlinie"
METHODS: Final[dict[str, Distance]] = {STRAIGHT: StraightLine(), "Luftlinie × 1,3 (Annahme)": Detour()}
"""How ways can be measured, by the words the user sees."""
UPLOADED: Final = "_wege_eigene"
"""The facilities somebody brought along, in the memory of this session only."""


@dataclass(frozen=True)
class Pool:
    """All facilities that count, and the kinds they are of.

    Attributes
    ----------
    table : DataFrame
        ``FACILITY_COLUMNS`` of all kinds.
    kinds : dict[str, Kind]
        By key, those shipped first.
    replaced : dict[str, tuple[int, int, str]]
        Kinds of which a table replaces what was there: number of new and of old ones, and whose table it is.
    """

    table: pd.DataFrame
    kinds: dict[str, Kind]
    replaced: dict[str, tuple[int, int, str]]

    def of(self, kind: Kind) -> pd.DataFrame:
        """Give the facilities of one kind."""
        return self.table[self.table["kind"] == kind.key].reset_index(drop=True)

    def kind_of(self) -> dict[str, str]:
        """Give the kind of each facility by its id."""
        return dict(zip(self.table["id"], self.table["kind"], strict=True))


@dataclass(frozen=True)
class Asked:
    """What is asked: which kind, for whom, how far is far, how ways are measured."""

    kind: Kind
    wanted: Band
    limit: float
    method: str

    @property
    def distance(self) -> Distance:
        """The way of measuring."""
        return METHODS[self.method]

    @property
    def measured(self) -> str:
        """The way of measuring in words."""
        return self.method


@dataclass(frozen=True)
class View:
    """Everything the page draws from.

    Attributes
    ----------
    asked : Asked
        What is asked.
    region_id : str
        The region in focus.
    members : frozenset[str]
        Its municipalities.
    people : People
        People of the ages asked for, by municipality.
    now : Reach
        Ways today.
    then : Reach
        Ways with the changes; the same without any.
    changes : tuple[Change, ...]
        Changes that concern this kind.
    """

    asked: Asked
    region_id: str
    members: frozenset[str]
    people: People
    now: Reach
    then: Reach
    changes: tuple[Change, ...]

    @property
    def shift(self) -> Shift:
        """Ways before and after."""
        return Shift(self.now, self.then)


@st.cache_resource
def around() -> Surroundings:
    """Give where facilities may lie."""
    pack = resources.package()
    return surroundings(pack.regions, pack.county)


@st.cache_resource
def start() -> Origins:
    """Give where people start: the centre of each municipality."""
    evaluator = resources.evaluator()
    pack = evaluator.package
    return origins(pack.regions, tuple(evaluator.regions.municipalities), pack.context)


@st.cache_resource
def ages_known() -> bool:
    """Tell whether the municipalities have any figures by age."""
    evaluator, count = resources.evaluator(), resources.catalogue()[COUNT]
    return bool(evaluator.moments_at(count, Level.GEMEINDE, heads.WITH_AGES))


@st.cache_resource(max_entries=300)
def people(band: Band) -> People:
    """Count the people of an age band in each municipality."""
    return heads.people(resources.evaluator(), resources.catalogue()[COUNT], start().ids, band)


@st.cache_resource
def age_groups() -> tuple[People, ...]:
    """Count all age groups the municipalities have at the newest time with ages, everybody first."""
    evaluator, count = resources.evaluator(), resources.catalogue()[COUNT]
    moment = heads.newest(evaluator, count, heads.WITH_AGES)
    bands = (ALL_AGES, *heads.groups(evaluator, moment))
    return tuple(heads.people_at(evaluator, count, start().ids, band, moment) for band in bands)


@st.cache_resource
def _own_pool() -> Pool:
    """Give the facilities of the package: the county's own table counts instead of what is shipped, kind by kind."""
    pack = resources.package()
    base = Pool(shipped(pack.places, pack.sources), {}, {})
    return _with(base, located(pack.facilities, pack.gemeinden), "der Tabelle des Landkreises")


def pool() -> Pool:
    """Give the facilities that count in this session; those somebody brought along replace the others kind by kind."""
    uploaded = st.session_state.get(UPLOADED)
    return _own_pool() if uploaded is None else _with(_own_pool(), uploaded, "Ihrer Tabelle")


def keep_upload(facilities: pd.DataFrame | None) -> None:
    """Remember the facilities of this session, or forget them."""
    if facilities is None:
        st.session_state.pop(UPLOADED, None)
    else:
        st.session_state[UPLOADED] = located(facilities, resources.package().gemeinden)


def _with(base: Pool, more: pd.DataFrame, whose: str) -> Pool:
    fresh = more["kind"].unique().tolist()
    old = base.table[base.table["kind"].isin(fresh)]
    kept = base.table[~base.table["kind"].isin(fresh)]
    table = pd.concat([kept, _own_ids(more, set(kept["id"]))], ignore_index=True) if len(more) else base.table
    sizes = old["kind"].value_counts()
    told = {kind: (int((more["kind"] == kind).sum()), int(sizes[kind]), whose) for kind in fresh if kind in sizes}
    return Pool(table, _kinds(table), base.replaced | told)


def _own_ids(more: pd.DataFrame, taken: set[str]) -> pd.DataFrame:
    """Give facilities whose short name is taken by another kind the one that is made of their words and place."""
    rows = zip(more["id"], more["kind"], more["name"], more["lon"], more["lat"], strict=True)
    return more.assign(id=[facility_id(*rest) if key in taken else key for key, *rest in rows])


def _kinds(table: pd.DataFrame) -> dict[str, Kind]:
    """List the kinds of a table: known ones in their own order, then the others by name."""
    rows = table.drop_duplicates("kind").to_dict("records")
    found = {}
    for row in rows:
        key, low, high = str(row["kind"]), row["age_from"], row["age_to"]
        default = KINDS[key].band if key in KINDS else EVERYBODY
        found[key] = own_kind(str(row["kind_name"]), default if low != low else (int(low), int(high)))
    order = {key: at for at, key in enumerate(KINDS)}
    by_rank = sorted(found.values(), key=lambda kind: (order.get(kind.key, len(order)), sort_key(kind.name)))
    return {kind.key: kind for kind in by_rank}


def view(asked: Asked, facilities: Pool, changes: list[Change], region_id: str) -> View:
    """Compute the ways, today and with changes."""
    there = facilities.of(asked.kind)
    mine = tuple(concerning(changes, asked.kind.key, facilities.table))
    now = reach(start(), there, asked.distance)
    then = now
    if mine:
        later = located(applied(there, mine, asked.kind.name), resources.package().gemeinden)
        then = reach(start(), later, asked.distance)
    members = frozenset(resources.evaluator().regions.members(region_id))
    return View(asked, region_id, members, people(asked.wanted), now, then, mine)


def only_inside(ways: Reach) -> bool:
    """Tell whether all facilities lie in the county, so that those beyond the border are simply not known."""
    return not ways.facilities.empty and bool(ways.facilities["region_id"].isin(list(start().ids)).all())
