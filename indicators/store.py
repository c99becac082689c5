"""The facts as arrays: for each variable, period, base and sex a table regions × age bands, built once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

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
    _slices: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
    _bases: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _blocks: dict[tuple[str, str, str, str], Block | None] = field(default_factory=dict)
    _columns: dict[tuple[str, str, str, str, int, int, bool], Column | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.row = {region: i for i, region in enumerate(self.region_ids)}
        known = self.facts[self.facts["region_id"].isin(self.row)]
        for (variable, period), rows in known.groupby(["variable", "period"], observed=True, sort=False):
            self._slices[str(variable), str(period)] = rows
            self._bases[str(variable), str(period)] = sorted(rows["census_base"].astype(str).unique())
        self.periods: dict[str, list[str]] = {}
        for variable, period in sorted(self._slices):
            self.periods.setdefault(variable, []).append(period)

    def bases(self, variable: str, period: str) -> list[str]:
        """List the census bases a variable has at a time."""
        return self._bases.get((variable, period), [])

    def block(self, variable: str, period: str, base: str, sex: str) -> Block | None:
        """Give the table regions × bands, or ``None`` where nothing was compiled."""
        key = (variable, period, base, sex)
        if key not in self._blocks:
            self._blocks[key] = self._build(*key)
        return self._blocks[key]

    def _build(self, variable: str, period: str, base: str, sex: str) -> Block | None:
        rows = self._slices.get((variable, period))
        if rows is None:
            return None
        rows = rows[(rows["census_base"] == base) & (rows["sex"] == sex)]
        if rows.empty:
            return None
        pairs = list(zip(rows["age_from"].astype(int), rows["age_to"].astype(int), strict=True))
        bands = tuple(sorted(set(pairs)))
        place = {band: i for i, band in enumerate(bands)}
        shape = (len(self.region_ids), len(bands))
        values, codes = np.full(shape, np.nan), np.full(shape, CODE[Status.MISSING], dtype=np.int8)
        source = np.full(shape, "", dtype=object)
        at = [self.row[r] for r in rows["region_id"]], [place[p] for p in pairs]
        values[at] = rows["value"].to_numpy(dtype=float)
        codes[at] = [CODE[Status(s)] for s in rows["status"]]
        source[at] = rows["source_id"].astype(str).to_numpy()
        return Block(bands, values, codes, source)

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

    def _tile(
        self, variable: str, period: str, base: str, sex: str, band: ages.Band, *, exact: bool
    ) -> Column | None:
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
