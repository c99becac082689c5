"""The plan in German words: the finding, for whom, where, how much, and how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from views import bands, plan_data
from views.formats import NBSP, count_word, enumeration, number
from workshop import plan_questions
from workshop.records import FUNDING, Measure, Record

R = TypeVar("R", bound=Record)
NOBODY_SAID: Final = "alle"
LONGEST_LABEL: Final = 90
VERBS: Final = (
    ("laeuft", "läuft", "laufen"),
    ("stockt", "stockt", "stocken"),
)
OTHER_VERBS: Final = (
    ("geplant", "ist geplant", "sind geplant"),
    ("idee", "ist eine Idee", "sind Ideen"),
    ("fertig", "ist fertig", "sind fertig"),
)


def headline(measures: Sequence[Measure]) -> str:
    """Say how the plan stands, in one sentence of words.

    Examples
    --------
    >>> headline([Measure(status="laeuft", responsible_id="a"), Measure(status="laeuft", responsible_id="a"), Measure()])
    'Zwei Maßnahmen laufen, eine hat noch niemanden'
    >>> headline([Measure(status="fertig")])
    'Eine Maßnahme ist fertig'
    """
    counts = plan_questions.by_status(measures)
    parts = [(counts[status], one, many) for status, one, many in VERBS if counts[status]]
    alone = len(plan_questions.ownerless(measures))
    if alone:
        parts.append((alone, "hat noch niemanden", "haben noch niemanden"))
    if not any(counts[status] for status, *_ in VERBS):
        others = [(counts[status], one, many) for status, one, many in OTHER_VERBS if counts[status]]
        parts = others[:2] + parts
    if not parts:
        return "Im Plan steht noch nichts"
    said = [f"{count_word(n, feminine=True)} {one if n == 1 else many}" for n, one, many in parts]
    count, rest = said[0].split(" ", 1)
    noun = "Maßnahme" if parts[0][0] == 1 else "Maßnahmen"
    return f"{count[:1].upper()}{count[1:]} {noun} {', '.join([rest, *said[1:]])}"


def measures_word(count: int) -> str:
    """Count measures in words.

    Examples
    --------
    >>> measures_word(1), measures_word(6), measures_word(0)
    ('eine Maßnahme', 'sechs Maßnahmen', 'keine Maßnahme')
    """
    return f"{'keine' if not count else count_word(count, feminine=True)} Maßnahme{'n' if count > 1 else ''}"


def for_whom(measure: Measure) -> str:
    """Say whom a measure is for: personas and ages; everybody where nobody is named."""
    named = [plan_data.persona_name(p) for p in measure.personas] + [age(b) for b in measure.bands]
    return ", ".join(named) or NOBODY_SAID


def age(band: str) -> str:
    """Name an age band as people of that age.

    Examples
    --------
    >>> age("18-29")
    '18 bis 29 Jahre'
    """
    words = bands.label(band)
    return f"{words} Jahre" if words[-1:].isdigit() and " bis " in words else words


def places(measure: Measure) -> str:
    """Say where a measure is; empty where nobody said."""
    return enumeration([plan_data.region_name(r).removeprefix("Planungsregion ") for r in measure.region_ids])


def money(measure: Measure) -> str:
    """Write the budget: "offen" where it is not known, never 0."""
    return plan_data.OPEN if measure.budget is None else f"{number(measure.budget)}{NBSP}€"


def funding(measure: Measure) -> str:
    """Write where the money comes from and whether it is there."""
    return " · ".join(part for part in (FUNDING[measure.funding], measure.funding_note) if part)


def day(value: date | None) -> str:
    """Write a date; empty where there is none."""
    return f"{value:%d.%m.%Y}" if value else ""


def period(measure: Measure) -> str:
    """Write from when to when.

    Examples
    --------
    >>> period(Measure(ends_on=date(2027, 3, 1))), period(Measure())
    ('bis 01.03.2027', 'offen')
    """
    start, end = day(measure.starts_on), day(measure.ends_on)
    if start and end:
        return f"{start} bis {end}"
    return f"ab {start}" if start else f"bis {end}" if end else plan_data.OPEN


def ago(days: int) -> str:
    """Say how long something is late, in days, weeks or months.

    Examples
    --------
    >>> ago(1), ago(12), ago(40), ago(400)
    ('seit einem Tag', 'seit 12 Tagen', 'seit 5 Wochen', 'seit 13 Monaten')
    """
    if days < 21:
        return "seit einem Tag" if days == 1 else f"seit {days} Tagen"
    return f"seit {days // 7} Wochen" if days < 100 else f"seit {days // 30} Monaten"


def until(days: int) -> str:
    """Say when something is due.

    Examples
    --------
    >>> until(0), until(1), until(10)
    ('heute', 'morgen', 'in 10 Tagen')
    """
    return ("heute", "morgen")[days] if days < 2 else f"in {days} Tagen"


def line(text: str, longest: int = LONGEST_LABEL) -> str:
    r"""Write a text as one short line, for a choice or a table; what parts lists is left out.

    Examples
    --------
    >>> line("Amt A;\n Bauamt")
    'Amt A, Bauamt'
    """
    short = " ".join("".join(c if c.isprintable() else " " for c in text.replace(";", ",")).split())
    return short if len(short) <= longest else f"{short[: longest - 1].rstrip()}…"


def unique(texts: Mapping[str, str]) -> dict[str, str]:
    """Give every id a label of its own; where two would be alike, a piece of the id tells them apart.

    Examples
    --------
    >>> unique({"aaaaaaaa1": "Kreis", "bbbbbbbb2": "Kreis", "c": "Amt"})
    {'aaaaaaaa1': 'Kreis [aaaaaaaa]', 'bbbbbbbb2': 'Kreis [bbbbbbbb]', 'c': 'Amt'}
    """
    made = {key: line(text) or "(ohne Namen)" for key, text in texts.items()}
    for length in (8, 36):
        seen = Counter(label.casefold() for label in made.values())
        made = {k: f"{line(texts[k])} [{k[:length]}]" if seen[v.casefold()] > 1 else v for k, v in made.items()}
    return made


def titles(records: Iterable[R]) -> dict[str, str]:
    """Give records labels by id: their title or name."""
    return unique({r.id: str(getattr(r, "title", "") or getattr(r, "name", "")) for r in records})
