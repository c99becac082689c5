"""Withholding: counts of one or two people are not shown where the source demands it, and nothing shown gives them away.

The fact table stays as published; :func:`protect` gives it as it may be shown. Everything that looks figures up – pages,
files, a notebook – goes through :attr:`indicators.evaluate.Evaluator.store` or ``Evaluator.protected`` and so gets this.

What is done, table by table (a variable at one time):

1. Counts from 1 up to the source's limit are withheld, at every level; 0 is shown. So are rates behind which such a count
   stands (:mod:`indicators.disclosure_rates`).
2. Where a shown figure above (the county's), other sexes, age bands or parts would give a withheld count away, the smallest
   other cell that prevents it is hidden as well (:mod:`indicators.disclosure_cells`).
3. Sums of Ämter, Mittelbereiche and planning regions with a hidden member are shown as long as every hidden cell keeps a
   partner within them. All other sums with a hidden member, hand-picked groups above all, stay unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from data.compile.sums import adds_up
from data.package import Package
from data.schema import FACT_COLUMNS, FACT_KEY, Level, Status
from indicators import disclosure_facts
from indicators.disclosure_cells import Members, Outcome, Table, settle
from indicators.disclosure_facts import NUMBERS, Cell
from indicators.disclosure_rates import RATE_OF, shares_of
from indicators.regions import Regions

SMALL, PROTECTING = "small", "protecting"
"""Why a cell is hidden: for its own sake, or to protect another."""
DISJOINT_PARTS: Final = {"unemployed": ("unemployed_under_25", "unemployed_55_65")}
"""Variables that are parts of another and exclude each other: together they cannot be more than the whole."""
OFFERED_LEVELS: Final = (Level.AMT, Level.MITTELBEREICH, Level.PLANUNGSREGION)
"""Ämter first: their sums are wanted at the price of one more municipality, because planning regions are made of them; so the
county can redraw its planning regions without another cell being hidden or shown."""
FEWEST_CASES: Final = 3
"""Limit for the partners of secrets that a publisher keeps without saying from where on."""


@dataclass(frozen=True)
class Protected:
    """The facts as they may be shown.

    Attributes
    ----------
    facts : DataFrame
        ``FACT_COLUMNS``, rows as in the package; hidden ones are secret and carry no value.
    sums : DataFrame
        ``FACT_COLUMNS``: sums of larger regions that may be shown although a municipality's figure is hidden.
    withheld : DataFrame
        ``FACT_KEY`` and ``reason`` (:data:`SMALL` or :data:`PROTECTING`), one row per hidden cell; the publisher's own
        secrets are not in it.
    """

    facts: pd.DataFrame
    sums: pd.DataFrame
    withheld: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """Give facts and sums in one table; text columns stay categories."""
        if self.sums.empty:
            return self.facts
        facts, sums = self.facts.copy(deep=False), self.sums.copy(deep=False)
        for name in FACT_COLUMNS:
            if isinstance(facts[name].dtype, pd.CategoricalDtype):
                known = facts[name].cat.categories
                known = known.append(pd.Index(sums[name].unique()).difference(known))
                facts[name] = facts[name].cat.set_categories(known)
                sums[name] = pd.Categorical(sums[name], categories=known)
        return pd.concat([facts, sums], ignore_index=True)


def protect(package: Package, regions: Regions) -> Protected:
    """Hide what must not be shown.

    Parameters
    ----------
    package : Package
        As loaded, with the figures as published.
    regions : Regions
        Its regions.

    Raises
    ------
    data.errors.SourceFileError
        In German, if the list of sources names an impossible limit.
    """
    work = _Work(regions)
    work.run(disclosure_facts.cells(package, regions, set(work.county_of)))
    facts = package.facts
    places = np.array(sorted(work.hidden), dtype=np.intp)
    withheld = facts.iloc[places][list(FACT_KEY)].assign(reason=[work.hidden[place] for place in places.tolist()])
    sums = pd.DataFrame(work.sums, columns=list(FACT_COLUMNS))
    if not len(places):
        return Protected(facts, sums, withheld)
    value = facts["value"].to_numpy(dtype=float, copy=True)
    value[places] = np.nan
    return Protected(facts.assign(value=value, status=_with_secrets(facts["status"], places)), sums, withheld)


def _with_secrets(status: pd.Series, places: np.ndarray[Any, np.dtype[np.intp]]) -> pd.Series:
    secret = Status.SECRET.value
    if isinstance(status.dtype, pd.CategoricalDtype) and secret not in status.cat.categories:
        status = status.cat.add_categories(secret)
    changed = status.copy()
    changed.iloc[places] = secret
    return changed


class _Work:
    """One run over the tables of a package.

    Attributes
    ----------
    hidden : dict
        Position of a fact → reason why it is hidden.
    sums : list
        Rows of sums that may be shown.
    unshown : set of (variable, period, region)
        Everything hidden, whether there is a fact for it or not.
    """

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        own = regions.table[regions.table["level"] == Level.GEMEINDE]
        self.county_of = dict(zip(map(str, own.index), map(str, own["landkreis_id"]), strict=True))
        self.counties = set(map(str, regions.table.index[regions.table["level"] == Level.LANDKREIS]))
        self.hidden: dict[int, str] = {}
        self.sums: list[dict[str, Any]] = []
        self.unshown: set[tuple[str, str, str]] = set()

    def run(self, cells: list[Cell]) -> None:
        """Settle all tables."""
        self._hide((cell for cell in cells if cell.small), SMALL)
        self._squeeze(cells)
        tables: dict[tuple[str, str, str], list[Cell]] = {}
        for cell in cells:
            tables.setdefault((cell.variable, cell.period, cell.base), []).append(cell)
        for (variable, _, _), rows in sorted(tables.items()):
            if variable not in RATE_OF:
                self._table(variable, rows)
        behind = ((RATE_OF[cell.variable], cell) for cell in cells if cell.variable in RATE_OF)
        self._hide((cell for count, cell in behind if (count, cell.period, cell.region) in self.unshown), PROTECTING)

    def _hide(self, cells: Iterable[Cell], reason: str) -> None:
        for cell in cells:
            if cell.status in NUMBERS:
                self.hidden.setdefault(cell.place, reason)

    def _squeeze(self, cells: list[Cell]) -> None:
        """Hide parts that leave a withheld part of the same whole only one value.

        Of four unemployed people three are 55 or older: then at most one is under 25.
        """
        names = {name: whole for whole, parts in DISJOINT_PARTS.items() for name in (whole, *parts)}
        places: dict[tuple[str, str, str, str, tuple[int, int]], dict[str, Cell]] = {}
        for cell in cells:
            if cell.below and cell.variable in names:
                key = names[cell.variable], cell.region, cell.period, cell.sex, cell.band
                places.setdefault(key, {})[cell.variable] = cell
        for (whole, *_), found in places.items():
            if whole in found and found[whole].shown and len(found) > 1:
                self._relieve(found.pop(whole), list(found.values()))

    def _relieve(self, whole: Cell, parts: list[Cell]) -> None:
        withheld = [part for part in parts if part.withheld]
        shown = sorted((part.cases, part.place, part) for part in parts if part.shown and part.cases > 0)
        room = whole.cases - sum(count for count, _, _ in shown) - (len(withheld) - 1)
        if withheld and shown and room < whole.below - 1:
            self._hide([shown[0][-1]], PROTECTING)

    def _table(self, variable: str, rows: list[Cell]) -> None:
        """Settle one table county by county; only the package's own has smaller regions to be shown or not."""
        gone = {cell.place for cell in rows if cell.withheld or cell.place in self.hidden}
        counties = {
            self.county_of[cell.region] for cell in rows if cell.place in gone and cell.region in self.county_of
        }
        if not counties:
            return
        adds = adds_up(variable) or shares_of(variable) is not None
        for county in sorted(counties):
            own = [cell for cell in rows if self.county_of.get(cell.region) == county]
            place = _Place(self.regions, county, rows, own, self.counties)
            table = place.table(gone, adds=adds)
            outcome = settle(table)
            self._hide(place.cells_at(outcome.hidden), PROTECTING)
            above = set(table.offers) - outcome.shown | (set() if outcome.sums_shown else {county})
            self._hide((cell for cell in rows if cell.region in above), PROTECTING)
            hidden = {place.members[i] for i in np.flatnonzero(outcome.hidden.any(axis=1))}
            self.unshown |= {(variable, rows[0].period, region) for region in above | hidden}
            self.sums += [] if shares_of(variable) else place.sums(table, outcome)


class _Place:
    """One table within one county, as :func:`settle` wants it.

    Parameters
    ----------
    regions : Regions
        All regions.
    county : str
        Its key.
    rows : list of Cell
        The table's cells of all regions.
    own : list of Cell
        Those of the county's municipalities.
    others : set of str
        All counties; those of its state matter.
    """

    def __init__(self, regions: Regions, county: str, rows: list[Cell], own: list[Cell], others: set[str]) -> None:
        self.regions, self.county, self.rows, self.own = regions, county, rows, own
        self.others = {other for other in others if other[:2] == county[:2]} - {county}
        self.members = sorted({cell.region for cell in own})
        self.row = {region: i for i, region in enumerate(self.members)}
        self.kinds = sorted({(cell.sex, cell.band) for cell in own})
        self.cells = np.full((len(self.members), len(self.kinds)), None, dtype=object)
        column = {kind: i for i, kind in enumerate(self.kinds)}
        for cell in own:
            self.cells[self.row[cell.region], column[cell.sex, cell.band]] = cell

    def table(self, gone: set[int], *, adds: bool) -> Table:
        """Give the table; ``gone`` are positions withheld for their own sake, ``adds`` tells whether regions add up."""
        offers = self._offers() if adds and self.county == self.regions.county else {}

        def each(value: Callable[[Cell | None], float | bool]) -> Any:
            return np.array([value(cell) for cell in self.cells.ravel()]).reshape(self.cells.shape)

        return Table(
            cells=self.kinds,
            values=each(lambda cell: float("nan") if cell is None or cell.status not in NUMBERS else cell.cases),
            offered=each(lambda cell: cell is not None and (cell.withheld or cell.status in NUMBERS)),
            withheld=each(lambda cell: cell is not None and cell.place in gone),
            sums=list(self._known()) if adds else [],
            offers=offers,
            wanted=frozenset(region for region in offers if self.regions.level(region) == Level.AMT),
            below=max((cell.below for cell in self.own), default=0) or FEWEST_CASES,
        )

    def cells_at(self, where: Any) -> list[Cell]:
        """List the cells at marked places."""
        return [cell for cell in self.cells[where] if cell is not None]

    def _known(self) -> Iterator[Members]:
        """Give the county as a sum if its figure is shown, or follows from that of the state and the other counties."""
        shown = {cell.region for cell in self.rows if cell.shown}
        if self.county in shown or (self.county[:2] in shown and self.others <= shown):
            yield frozenset(range(len(self.members)))

    def _offers(self) -> dict[str, Members]:
        """List the larger regions that have a figure of their own or could have a sum."""
        own = {cell.region: cell for cell in self.rows}
        share = shares_of(self.rows[0].variable) is not None
        unknown = {cell.region for cell in self.own if cell.status not in NUMBERS}
        found: dict[str, Members] = {}
        for level in OFFERED_LEVELS:
            for region in sorted(self.regions.at_level(level), key=lambda r: (-len(self.regions.members(r)), r)):
                members = set(self.regions.members(region))
                complete = members <= set(self.row) - unknown
                if members & set(self.row) and (not own[region].small if region in own else complete and not share):
                    found[region] = frozenset(self.row[m] for m in members if m in self.row)
        return found

    def sums(self, table: Table, outcome: Outcome) -> Iterator[dict[str, Any]]:
        """Give the rows of the sums that may be shown although a member is hidden."""
        for region in sorted(outcome.shown - {cell.region for cell in self.rows}):
            members = sorted(table.offers[region])
            for column in range(len(self.kinds)):
                known = not np.isnan(table.values[members, column]).any()
                if known and outcome.hidden[members, column].any():
                    yield _sum(region, self.cells[members, column].tolist())


def _sum(region: str, cells: list[Cell]) -> dict[str, Any]:
    estimated = any(cell.status == Status.ESTIMATED for cell in cells)
    first = cells[0]
    status = Status.ESTIMATED if estimated else Status.MEASURED
    total = sum(cell.value for cell in cells)
    texts = first.variable, region, first.period, int(first.period[:4]), first.base
    row = (*texts, first.sex, first.low, first.high, total, status.value, first.source)
    return dict(zip(FACT_COLUMNS, row, strict=True))
