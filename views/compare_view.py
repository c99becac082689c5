"""What every part of the page Vergleich is given: the filters, who is compared, the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.catalogue import Catalogue
from indicators.regions import Regions
from views import layout, resources
from views.compare_figures import Figures
from views.compare_units import Chosen, Unit
from views.formats import sort_key
from views.profile_rows import benchmarks_of
from views.state import Selection
from views.wording import Wording, article_dative, wording


@dataclass(frozen=True)
class CompareView:
    """One comparison.

    Attributes
    ----------
    selection : Selection
        The filter bar.
    chosen : Chosen
        The columns.
    catalogue : Catalogue
        The indicators.
    """

    selection: Selection
    chosen: Chosen
    catalogue: Catalogue

    @cached_property
    def figures(self) -> Figures:
        """The figures, with the filters on them."""
        return Figures(resources.rows(), self.selection)

    @property
    def regions(self) -> Regions:
        """The register."""
        return self.figures.regions

    @property
    def units(self) -> tuple[Unit, ...]:
        """Who is compared."""
        return self.chosen.units

    @property
    def benchmark_id(self) -> str:
        """With whom everybody is compared."""
        return self.selection.benchmark_id

    @property
    def benchmark(self) -> Wording:
        """The benchmark's name in its forms."""
        return wording(self.regions, self.benchmark_id)

    @property
    def benchmark_where(self) -> str:
        """The benchmark in a sentence: "im Landkreis"."""
        return article_dative(self.regions, self.benchmark_id)

    def marks_for(self, unit: Unit) -> list[str]:
        """Give the benchmark of one unit and a second, larger region; never the unit itself."""
        return benchmarks_of(self.regions, replace(self.selection, region_id=unit.region_id))


def sources(source_ids: Iterable[str]) -> str:
    """Write the sources for a file."""
    return layout.sources_text(resources.package().sources, source_ids)


def stem(*parts: str) -> str:
    """Make a file name of words.

    Examples
    --------
    >>> stem("vergleich", "Güstrow + Laage")
    'vergleich_gustrow__laage'
    """
    words = "_".join(sort_key(part) for part in parts).replace(" ", "_")
    return "".join(c for c in words if c.isalnum() or c in "_-")[:80]
