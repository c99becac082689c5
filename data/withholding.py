"""Which sources demand that small counts are withheld: one or two cases could give people away (§ 16 BStatG)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.compile.sources import register
from data.errors import SourceFileError

BELOW: Final = "withhold_below"
OF: Final = "withhold_of"
_TABLE: Final = "tables/sources.csv"
_REMEDY: Final = "Das Zahlenpaket neu bauen: python -m data compile <Ordner> --county <Kreisschlüssel>"
_LOWEST: Final = 2


@dataclass(frozen=True)
class Demand:
    """What one source demands.

    Attributes
    ----------
    below : int
        Counts from 1 up to ``below - 1`` are withheld; 0 is shown.
    variables : frozenset of str
        Variables the demand is about; empty: all of the source's.
    """

    below: int
    variables: frozenset[str] = frozenset()

    def covers(self, variable: str) -> bool:
        """Tell whether the demand is about a variable."""
        return not self.variables or variable in self.variables


def demands(sources: pd.DataFrame) -> dict[str, Demand]:
    """Read what the sources of a package demand.

    A package compiled before its list of sources had the columns takes what this project knows about its sources, so that
    an old package shows no more than a new one.

    Parameters
    ----------
    sources : DataFrame
        The package's sources, cells as text; may be empty.

    Returns
    -------
    dict[str, Demand]
        Source id to demand, only of sources that demand something.

    Raises
    ------
    SourceFileError
        In German, with line and column, if a limit is no whole number of at least 2.
    """
    if "source_id" not in sources.columns:
        return {}
    if BELOW not in sources.columns:
        return _known(set(sources["source_id"]))
    about = sources[OF] if OF in sources.columns else pd.Series("", index=sources.index)
    rows = zip(sources["source_id"], sources[BELOW].fillna("").astype(str), about.fillna("").astype(str), strict=True)
    return {
        str(source): Demand(_limit(text, line), frozenset(variables.split()))
        for line, (source, text, variables) in enumerate(rows, start=2)
        if text
    }


def _limit(text: str, line: int) -> int:
    if not text.isdecimal() or int(text) < _LOWEST:
        problem = f"„{text}“ ist keine Grenze, unter der Zahlen zurückgehalten werden (ganze Zahl ab {_LOWEST})."
        raise SourceFileError(_TABLE, problem, _REMEDY, line, BELOW)
    return int(text)


def _known(source_ids: set[str]) -> dict[str, Demand]:
    return {
        entry["source_id"]: Demand(entry[BELOW], frozenset(entry.get(OF, ())))
        for entry in register()
        if BELOW in entry and entry["source_id"] in source_ids
    }
