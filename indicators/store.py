"""The facts as arrays: for each variable, period, base and sex a table regions × age bands, built once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import AGE_OPEN, Status
from indicators import ages

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
Rows = npt.NDArray[np.intp]

STATUS_ORDER: Final = (
    Status.MEASURED,
    Status.ESTIMATED,
    Status.NOT_APPLICABLE,
    Status.PENDING,
    Status.MISSING,
    Status.UNRELIABLE,
    Status.SECRET,
)
"""From harmless to final: a sum takes the worst status of its parts, so a sum with a secret member is secret."""
CODE: Final = {status: code for code, status in enumerate(STATUS_ORDER)}
HAS_VALUE: Final = CODE[Status.ESTIMATED]
ALL_AGES: Final[ages.Band] = (0, AGE_OPEN)
BAND_RADIX: Final = 1000
BlockKey: TypeAlias = tuple[str, str, str, str]
"""Variable, period, census base, sex."""


@dataclass(frozen=True)
class Block:
    """All age bands of one variable at one time for one sex; rows are regions, columns are bands ``[from, to)``."""

    bands: tuple[tuple[int, int], ...]
    values: Floats
    codes: Codes
    source: npt.NDArray[np.object_]

    @cached_property
    def groups(self) -> list[tuple[Rows, Rows]]:
        """Group the regions that are offered the same bands: positions of the bands, positions of the regions."""
        offered = self.codes != CODE[Status.MISSING]
        members: dict[bytes, list[int]] = {}
        for row, pattern in enumerate(np.packbits(offered, axis=1)):
            members.setdefault(pattern.tobytes(), []).append(row)
        return [(np.flatnonzero(offered[rows[0]]), np.array(rows)) for rows in members.values()]


@dataclass(frozen=True)
class Column:
    """One number per region: its value, its status code, the source's id, and a note where it was estimated."""

    values: Floats
    codes: Codes
    sources: npt.NDArray[np.object_]


@dataclass(frozen=True)
class _Table:
    """The fact table as plain arrays, and where each variable, period, base and sex lies in them."""

    region: npt.NDArray[np.int64]
    band: npt.NDArray[np.int64]
    value: Floats
    status: Codes
    source: npt.NDArray[np.object_]
    slices: dict[BlockKey, npt.NDArray[np.int64]]

    @classmethod
    def of(cls, facts: pd.DataFrame, row: dict[str, int]) -> _Table:
        """Turn the columns into arrays; rows of regions that are not asked for are left out."""
        known = facts[facts["region_id"].isin(list(row))]
        region, names = _coded(known["region_id"])
        status, states = _coded(known["status"])
        source, sources = _coded(known["source_id"])
        band = known["age_from"].to_numpy(dtype=np.int64) * BAND_RADIX + known["age_to"].to_numpy(dtype=np.int64)
        return cls(
            region=np.array([row[name] for name in names], dtype=np.int64)[region],
            band=band,
            value=known["value"].to_numpy(dtype=float),
            status=np.array([CODE[Status(state)] for state in states], dtype=np.int8)[status],
            source=np.array(sources, dtype=object)[source],
            slices=_slices(known),
        )


def _coded(column: pd.Series) -> tuple[npt.NDArray[np.int64], list[str]]:
    codes, names = pd.factorize(column)
    return codes.astype(np.int64), [str(name) for name in names]


def _slices(facts: pd.DataFrame) -> dict[BlockKey, npt.NDArray[np.int64]]:
    """Find the rows of each block with one sort over a combined key."""
    parts = [_coded(facts[name]) for name in ("variable", "period", "census_base", "sex")]
    key = np.zeros(len(facts), dtype=np.int64)
    for codes, names in parts:
        key = key * max(len(names), 1) + codes
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0]) if len(order) else np.array([], dtype=np.int64)
    found: dict[BlockKey, npt.NDArray[np.int64]] = {}
    for rows in np.split(order, starts[1:]) if len(order) else []:
        variable, period, base, sex = (names[codes[rows[0]]] for codes, names in parts)
        found[variable, period, base, sex] = rows
    return found


@dataclass
class Store:
    """Facts of one package, arranged for fast sums.

    Parameters
    ----------
    facts : DataFrame
        The package's fact table.
    region_ids : Sequence[str]
        All regions that can have facts of their own; their order is the row order of every block.
    """

    facts: pd.DataFrame
    region_ids: Sequence[str]
    _blocks: dict[BlockKey, Block | None] = field(default_factory=dict)
    _columns: dict[tuple[str, str, str, str, int, int, bool], Column | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.row = {region: i for i, region in enumerate(self.region_ids)}
        self._table = _Table.of(self.facts, self.row)
        self.periods: dict[str, list[str]] = {}
        self._bases: dict[tuple[str, str], list[str]] = {}
        for variable, period, base, _ in sorted(self._table.slices):
            times = self.periods.setdefault(variable, [])
            if not times or times[-1] != period:
                times.append(period)
            bases = self._bases.setdefault((variable, period), [])
            if base not in bases:
                bases.append(base)

    def bases(self, variable: str, period: str) -> list[str]:
        """List the census bases a variable has at a time."""
        return self._bases.get((variable, period), [])

    def block(self, variable: str, period: str, base: str, sex: str) -> Block | None:
        """Give the table regions × bands, or ``None`` where nothing was compiled."""
        key = (variable, period, base, sex)
        if key not in self._blocks:
            self._blocks[key] = self._build(key)
        return self._blocks[key]

    def _build(self, key: BlockKey) -> Block | None:
        rows = self._table.slices.get(key)
        if rows is None:
            return None
        table = self._table
        found, place = np.unique(table.band[rows], return_inverse=True)
        shape = (len(self.region_ids), len(found))
        values, codes = np.full(shape, np.nan), np.full(shape, CODE[Status.MISSING], dtype=np.int8)
        source = np.full(shape, "", dtype=object)
        at = table.region[rows], place
        values[at], codes[at], source[at] = table.value[rows], table.status[rows], table.source[rows]
        return Block(tuple(divmod(int(band), BAND_RADIX) for band in found), values, codes, source)

    def column(
        self, variable: str, period: str, base: str, sex: str, band: ages.Band = ALL_AGES, *, exact: bool = True
    ) -> Column | None:
        """Give one number per region for an age band ``[from, to)``.

        The band is taken as published where the source has it, else tiled from the source's own bands. Where it does not
        fall on them it is missing or, with ``exact=False``, estimated within narrow limits – and its status says so.
        """
        key = (variable, period, base, sex, *band, exact)
        if key not in self._columns:
            self._columns[key] = self._tile(variable, period, base, sex, band, exact=exact)
        return self._columns[key]

    def _tile(self, variable: str, period: str, base: str, sex: str, band: ages.Band, *, exact: bool) -> Column | None:
        block = self.block(variable, period, base, sex)
        if block is None:
            return None
        result = self._empty()
        for offered, rows in block.groups:
            coverage = ages.fit(band, [block.bands[c] for c in offered])
            if coverage.fit is ages.Fit.EXACT or (coverage.fit is ages.Fit.ESTIMATED and not exact):
                _fill(result, block, rows, coverage)
        return result

    def _empty(self) -> Column:
        size = len(self.region_ids)
        codes = np.full(size, CODE[Status.MISSING], dtype=np.int8)
        return Column(np.full(size, np.nan), codes, np.full(size, "", dtype=object))


def _fill(result: Column, block: Block, rows: npt.NDArray[np.intp], coverage: ages.Coverage) -> None:
    """Write the band's numbers for regions that share one set of offered bands."""
    columns = [block.bands.index(band) for band in coverage.weights]
    shares = np.array(list(coverage.weights.values()))
    part = np.ix_(rows, np.array(columns))
    codes = block.codes[part].max(axis=1)
    if coverage.fit is ages.Fit.ESTIMATED:
        codes = np.maximum(codes, CODE[Status.ESTIMATED])
    result.values[rows] = np.where(codes <= HAS_VALUE, block.values[part] @ shares, np.nan)
    result.codes[rows] = codes
    result.sources[rows] = block.source[part][:, 0]
