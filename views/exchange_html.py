"""What a file would change, in words: counts by kind, and each record that was changed on both sides as a small table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from views import layout, record_words, saving
from views.formats import number
from views.tokens import MUTED, RULE, SURFACE
from workshop.exchange import Key
from workshop.merge import Conflict, Difference, MergePlan, Report
from workshop.reader import Change
from workshop.records import Record

STYLE: Final = f"""
.kp-merge{{width:100%;border-collapse:collapse;table-layout:fixed;margin:.4rem 0}}
.kp-merge th,.kp-merge td{{text-align:left;vertical-align:top;padding:6px 10px;border:0;border-bottom:1px solid {RULE};font-weight:400;overflow-wrap:anywhere}}
.kp-merge thead th{{background:{SURFACE};font-weight:650}}.kp-merge tbody th{{font-weight:650}}
.kp-merge small{{display:block;color:{MUTED};font-size:.86rem}}
.kp-merge .long{{display:block;max-height:9.2em;overflow:auto}}
.kp-counts{{width:auto;table-layout:auto}}.kp-counts th,.kp-counts td{{overflow-wrap:normal}}.kp-counts .n{{text-align:right;font-variant-numeric:tabular-nums}}
@media(max-width:640px){{.kp-merge.both thead{{display:none}}.kp-merge.both tr{{display:block;padding:6px 0;border-bottom:1px solid {RULE}}}
.kp-merge.both th,.kp-merge.both td{{display:block;border:0;padding:2px 0}}.kp-merge.both td::before{{content:attr(data-head) ": ";color:{MUTED}}}
.kp-counts th,.kp-counts td{{padding:6px}}}}
""".replace("\n", "")
PLURALS: Final = {
    "actor": "Akteure",
    "field": "Handlungsfelder",
    "goal": "Ziele",
    "measure": "Maßnahmen",
    "step": "Schritte",
    "statement": "Aussagen",
    "opinion": "Rückmeldungen",
    "event": "Werkstätten",
    "scene": "Szenen",
    "participant": "Teilnahmen",
    "idea": "Ideen",
    "vote": "Stimmen",
    "answer": "Antworten",
    "snapshot": "Zwischenbilanzen",
    "remark": "Anmerkungen",
}
LONGEST_TITLE: Final = 120
LONG: Final = 300
NEVER_SAME: Final = "gab es nicht"
NAMED: Final = 12


def safe(text: str) -> str:
    """Escape what people wrote; characters that no page can show become a question mark."""
    return escape(text.replace("\0", "�").encode("utf-8", "replace").decode())


def summary(plan: MergePlan, *, own: bool) -> str:
    """Say where the file is from and what it would change, by kind of record."""
    content = plan.content
    source = "aus dieser Ablage" if own else "aus einer anderen Ablage"
    head = f"<p><b>{safe(content.name)}</b> – gesichert am {saving.when(content.written_at)}, {source}.</p>"
    if plan.nothing_new:
        return f'{head}<p class="kp-note" role="status">Die Datei enthält nichts, was hier nicht schon steht. Es gibt nichts zu tun.</p>'
    if plan.empty:
        head += "<p>Hier steht noch nichts: Die Datei wird vollständig zurückgeholt.</p>"
    return head + _counts(plan) + _beside(plan)


def _counts(plan: MergePlan) -> str:
    columns = {
        "neu": Counter(kind for kind, _ in plan.added),
        "in der Datei neuer": Counter(kind for kind, _ in plan.advanced),
        "auf beiden Seiten geändert": Counter(c.key[0] for c in plan.conflicts),
    }
    shown = {head: counts for head, counts in columns.items() if counts}
    kinds = [kind for kind in PLURALS if any(counts[kind] for counts in shown.values())]
    if not kinds:
        return ""
    heads = "".join(f'<th scope="col" class="n">{head}</th>' for head in shown)
    rows = "".join(
        f'<tr><th scope="row">{PLURALS[kind]}</th>'
        + "".join(f'<td class="n">{number(counts[kind]) if counts[kind] else ""}</td>' for counts in shown.values())
        + "</tr>"
        for kind in kinds
    )
    return f'<table class="kp-merge kp-counts"><thead><tr><th scope="col">Art</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _beside(plan: MergePlan) -> str:
    """Say in one line what stays as it is, and what else comes."""
    parts = []
    if plan.unchanged:
        parts.append(f"{number(plan.unchanged)} Einträge sind auf beiden Seiten gleich.")
    if plan.behind:
        parts.append(f"{number(len(plan.behind))} Einträge sind hier neuer und bleiben so.")
    if plan.people:
        parts.append(f"{number(plan.people)} Namen von Schreibenden kommen dazu.")
    if plan.blanked:
        parts.append("Namen, die dort auf Wunsch gelöscht wurden, werden auch hier gelöscht.")
    return f'<p class="kp-sub">{" ".join(parts)}</p>' if parts else ""


def agreed(conflicts: Sequence[Conflict]) -> str:
    """Name the records that both sides changed to the same: shown, but nothing to decide."""
    named = ", ".join(_title(c.ours) for c in conflicts[:NAMED])
    more = f" und {number(len(conflicts) - NAMED)} weitere" if len(conflicts) > NAMED else ""
    return f'<p class="kp-note">Auf beiden Seiten gleich geändert, nichts zu entscheiden: {named}{more}.</p>'


def conflict(plan: MergePlan, one: Conflict, names: Mapping[str, str]) -> str:
    """Write a record that was changed on both sides: attribute by attribute before, here and in the file, with who and when."""
    known = {**{person.id: person.name for person in plan.content.people.values()}, **names}
    rows = "".join(_row(plan, type(one.ours), d, known) for d in one.differences)
    equal = (
        f'<p class="kp-sub">Auf beiden Seiten gleich geändert: {escape(", ".join(one.equal))}.</p>' if one.equal else ""
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Angabe", "vorher", "hier", "in der Datei"))
    badge = f" {layout.exercise_badge()}" if one.ours.exercise else ""
    return (
        f'<h4 class="kp-h3" dir="auto">{one.ours.NAME}: {_title(one.ours)}{badge}</h4>'
        f'<table class="kp-merge both"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{equal}'
    )


def _row(plan: MergePlan, kind: type[Record], d: Difference, names: Mapping[str, str]) -> str:
    before = (
        NEVER_SAME
        if d.common is None and d.ours_by and d.theirs_by and "add" in (d.ours_by.action, d.theirs_by.action)
        else (value_words(plan, kind, d.name, d.common))
    )
    if d.settled:
        kept = "Ein Name wurde auf Wunsch gelöscht. Dabei bleibt es."
        return f'<tr><th scope="row">{escape(d.label)}</th><td colspan="3">{kept}</td></tr>'
    cells = (
        ("vorher", before, None),
        ("hier", value_words(plan, kind, d.name, d.ours), d.ours_by),
        ("in der Datei", value_words(plan, kind, d.name, d.theirs), d.theirs_by),
    )
    return f'<tr><th scope="row">{escape(d.label)}</th>{"".join(_cell(*cell, names) for cell in cells)}</tr>'


def _cell(head: str, words: str, by: Change | None, names: Mapping[str, str]) -> str:
    text = safe(words)
    shown = f'<span class="long" tabindex="0">{text}</span>' if len(words) > LONG else text
    who = f"<small>{safe(names.get(by.writer_id) or 'jemand')}, {saving.when(by.at)}</small>" if by else ""
    unchanged = "" if by or head == "vorher" else "<small>nicht geändert</small>"
    return f'<td data-head="{head}" dir="auto">{shown}{who}{unchanged}</td>'


def value_words(plan: MergePlan, kind: type[Record], name: str, value: Any) -> str:
    """Write a value in words; what it refers to may stand in the file only."""
    target = record_words.REFERENCES.get(name)
    if target is None or not value:
        return record_words.value_words(kind, name, value)
    keys: list[str] = [value] if isinstance(value, str) else value
    return ", ".join(_reference(plan, name, (target, key)) for key in keys)


def _reference(plan: MergePlan, name: str, key: Key) -> str:
    if key in plan.added:
        return record_words.title(plan.content.records[key])
    return record_words.key_words(name, key[1])


def _title(record: Record) -> str:
    text = record_words.title(record)
    return "„" + safe(text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE] + "…") + "“"


def report(done: Report, name: str) -> str:
    """Say what was taken over."""
    parts = [
        f"{number(count)} {word}"
        for count, word in (
            (done.added, "neu"),
            (done.advanced, "auf den neueren Stand gebracht"),
            (done.decided, "wie entschieden"),
            (done.unchanged, "unverändert"),
        )
        if count
    ]
    said = ", ".join(parts) or "nur Namen von Schreibenden"
    return f'<p class="kp-note" role="status">Übernommen aus {safe(name)}: {said}. Der Verlauf beider Seiten ist vollständig da.</p>'
