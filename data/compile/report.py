"""What compiling did, told in German."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Report:
    """Lines collected while compiling.

    Attributes
    ----------
    sections : dict[str, list[str]]
        Heading to lines.
    counts : dict[str, int]
        Short facts that are also written into the package's descriptor.
    """

    sections: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def say(self, heading: str, line: str) -> None:
        """Add a line below a heading."""
        self.sections.setdefault(heading, []).append(line)

    def count(self, what: str, keys: Iterable[str]) -> None:
        """Note how many values were treated in a way, and at how many keys."""
        every = list(keys)
        if not every:
            return
        self.counts[what] = self.counts.get(what, 0) + len(every)
        distinct = sorted(set(every))
        shown = ", ".join(distinct[:12]) + (f" … ({len(distinct)} Schlüssel)" if len(distinct) > 12 else "")
        self.say("Angepasst", f"{what}: {len(every)} – {shown}")

    def text(self) -> str:
        """Return the whole report."""
        parts = [
            f"{heading}\n" + "\n".join(f"  - {line}" for line in lines) for heading, lines in self.sections.items()
        ]
        return "\n\n".join(parts) + "\n"
