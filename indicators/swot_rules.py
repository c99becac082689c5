"""The written rules of the SWOT, read from ``swot_rules.toml``: the only place where a statement is worded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.schema import AGE_OPEN
from indicators.catalogue import Band

RULES_FILE: Final = Path(__file__).with_name("swot_rules.toml")
QUADRANTS: Final = ("staerke", "schwaeche", "chance", "risiko")
TESTS: Final = frozenset(
    {
        "higher", "lower", "positive", "negative", "at_least", "at_most", "falls", "rises",
        "members_below", "members_above", "cohorts",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One written rule; see the head of ``swot_rules.toml``.

    Attributes
    ----------
    noun : str
        What strengthens the place, for the page's headline ("Arbeit"); only rules that help, and not all of them.
    plural : bool
        Whether the noun asks for a verb in the plural.
    clause : str
        What hinders it, as a short main clause ("Wohnungen stehen leer"); only rules that hinder.
    theme : str
        What noun and clause are about; a theme with evidence both ways never stands in the headline.
    weight : float
        For measures that count no people: how many people one unit beyond the threshold stands for, per inhabitant.
    """

    id: str
    quadrant: str
    indicator: str
    test: str
    title: str
    text: str
    threshold: float = 0.0
    share: float = 0.0
    age: Band | None = None
    noun: str = ""
    plural: bool = False
    clause: str = ""
    weight: float = 0.0
    theme: str = ""

    @property
    def helps(self) -> bool:
        """Tell whether it is a strength or a chance."""
        return self.quadrant in ("staerke", "chance")


@lru_cache(maxsize=2)
def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Read the rules.

    Raises
    ------
    ValueError
        If a rule appears twice, names no quadrant or test, or has the headline words of the other side.
    """
    rules = tuple(_rule(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rule"])
    for rule in rules:
        wrong_short_form = rule.clause if rule.helps else rule.noun
        if rule.quadrant not in QUADRANTS or rule.test not in TESTS or wrong_short_form:
            raise ValueError(
                f"{path.name}: Regel {rule.id} nennt kein Feld der SWOT, keine Prüfung oder die falsche Kurzform."
            )
    if len({r.id for r in rules}) != len(rules):
        raise ValueError(f"{path.name}: Eine Regel steht zweimal da.")
    return rules


def _rule(entry: dict[str, Any]) -> Rule:
    age = entry.pop("age", None)
    return Rule(**entry, age=None if age is None else (age[0], age[1] if len(age) > 1 else AGE_OPEN))
