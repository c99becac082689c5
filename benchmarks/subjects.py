"""What is measured: the app's map page and, beside it, the floor: the least that any page of this kind can cost.

The usual map libraries are no baseline here: without a network they stay blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BASELINES: Final = Path(__file__).with_name("baselines")


@dataclass(frozen=True)
class Subject:
    """A page to measure: script, address, the picture's frame, what is there once it is drawn, the selectbox that changes it."""

    name: str
    script: Path
    path: str
    picture: str
    drawn: str
    label: str


APP: Final = Subject("app, Karte", ROOT / "app.py", "karte", ".map .stage", ".regions path", "Indikator")
FLOOR: Final = Subject("floor: empty page, selectbox", BASELINES / "floor.py", "", "#picture", "#picture", "Indikator")
SUBJECTS: Final = (APP, FLOOR)
