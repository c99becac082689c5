"""The plan as a workbook and back: what nobody edited comes back as it was, what somebody edited is previewed to the letter."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reports import plan_calendar, plan_import, plan_takeaway
from reports.plan_cells import CUT, from_cell, to_cell
from reports.plan_files import ASIDE, to_xlsx
from tests.workshop.samples import HOSTILE, filled
from views import plan_data, plan_feed, workshop_data
from workshop import plan_changes
from workshop.errors import WorkshopError
from workshop.records import ActionField, Actor, Event, Goal, Measure, Step
from workshop.roles import Role, Writer

HOST = Writer("host", "Frau Beispiel", Role.VERWALTUNG)
OTHER = Writer("other", "Herr Muster", Role.MITWIRKENDE)


@pytest.fixture
def plan(store, monkeypatch):
    """A small plan in a store of its own."""
    monkeypatch.setenv(workshop_data.SETTING, store.engine.url.render_as_string(hide_password=False))
    with store.writing(HOST) as desk:
        field = desk.add(ActionField(title="Mobilität", position=1))
        goal = desk.add(Goal(field_id=field.id, title="Ohne Auto ans Ziel"))
        office = desk.add(Actor(name="Amt A; Bauamt", sort="amt"))
        bus = desk.add(
            Measure(
                id="a-bus", title="Bürgerbus", field_id=field.id, goal_id=goal.id, responsible_id=office.id, status="laeuft", budget=18000,
                starts_on=date(2026, 1, 1), ends_on=date(2027, 3, 1), bands=("10-17", "65-"), partner_ids=(office.id,),
            )
        )  # fmt: skip
        bench = desk.add(Measure(id="b-bench", title="Bank"))
        step = desk.add(Step(measure_id=bus.id, title="Fahrer finden", due_on=date(2026, 12, 1)))
    return SimpleNamespace(store=store, field=field, goal=goal, office=office, bus=bus, bench=bench, step=step)


def exported():
    return to_xlsx(plan_data.load())


def edited(content, *edits):
    """Edit cells of a workbook: sheet, key (or None for a new row), heading, value."""
    book = load_workbook(io.BytesIO(content))
    for sheet_title, key, head, value in edits:
        sheet = book[sheet_title]
        heads = [cell.value for cell in sheet[1]]
        rows = [row for row in range(2, sheet.max_row + 2) if (sheet.cell(row, 1).value or None) == key]
        cell = sheet.cell(rows[0], heads.index(head) + 1)
        cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(store, content, conflicts=(), writer=HOST):
    upload = plan_import.read(content)
    with store.writing(writer) as desk:
        return plan_changes.apply(desk, upload.preview, conflicts)


def as_excel_saves_it(content):
    """Move all texts into the table of shared texts, where spreadsheets keep them."""
    texts: list[str] = []

    def moved(found):
        texts.append(found.group(2))
        return f'<c{found.group(1)} t="s"><v>{len(texts) - 1}</v></c>'

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                pattern = r'<c([^>]*?) t="inlineStr"><is>(<t[^>]*>.*?</t>)</is></c>'
                part = re.sub(pattern, moved, part.decode(), flags=re.DOTALL).encode()
            if name == "[Content_Types].xml" and b"sharedStrings" not in part:
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                part = part.replace(
                    b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
                )
            if name != "xl/sharedStrings.xml":
                new.writestr(name, part)
        items = "".join(f"<si>{text}</si>" for text in texts)
        new.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>',
        )
    return out.getvalue()


@settings(max_examples=40)
@given(st.text(st.characters(codec=None), max_size=60) | st.from_regex(r"_x[0-9A-F]{4}_+", fullmatch=True))
def test_any_text_comes_back_from_a_cell(text):
    written = to_cell(text)
    assert from_cell(written) == text
    written.encode()


@pytest.fixture
def hostile(store, monkeypatch):
    """A plan with every hostile text in every attribute of every kind."""
    monkeypatch.setenv(workshop_data.SETTING, store.engine.url.render_as_string(hide_password=False))
    with store.writing(HOST) as desk:
        for kind in (ActionField, Goal, Actor, Measure, Step):
            for text in HOSTILE.values():
                desk.add(filled(kind, text))
        desk.add(Measure(title="\0" * 20_000, starts_on=date(1, 2, 3), ends_on=date(9999, 12, 31), budget=1e12))
    return store


def test_hostile_texts_come_back_as_typed_and_run_nowhere(hostile):
    content = exported()
    for saved in (content, as_excel_saves_it(content)):
        found = plan_import.read(saved).preview
        assert [str(problem) for problem in found.problems] == []
        assert found.empty
        assert len(found.rows) == 5 * len(HOSTILE) + 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)
    calendar = plan_calendar.plan_ics(plan_data.load(), list(plan_data.load().measures.values()), [])
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert calendar.count(b"BEGIN:VEVENT") == calendar.count(b"\r\nBEGIN:VEVENT\r\n")
    assert b"\0" not in calendar


@settings(max_examples=12)
@given(st.text(st.characters(codec=None), min_size=1, max_size=30).filter(str.strip), st.integers(0, 10**9), st.dates())
def test_what_is_typed_is_what_is_previewed(text, budget, day):
    column = {c.name: c for c in next(s for s in _sheets() if s.kind is Measure).columns}
    assert column["title"].read(from_cell(to_cell(text))) == text
    assert column["budget"].read(f"{budget:,}".replace(",", ".")) == budget
    assert column["ends_on"].read(f"{day.day}.{day.month}.{day.year:04}") == day
    assert column["title"].same(text, text)


def _sheets():
    from reports.plan_files import sheets

    return sheets({})


def test_the_workbook_helps_to_fill_it_in(plan):
    book = load_workbook(io.BytesIO(exported()))
    sheet = book["Maßnahmen"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "D2"
    assert sheet.cell(2, heads.index("Beginn") + 1).number_format == "DD.MM.YYYY"
    ruled = {str(rule.sqref).split("2:")[0] for rule in sheet.data_validations.dataValidation}
    for head in ("Stand", "Finanzierung", "Verantwortlich", "Handlungsfeld", "Ziel", "ins Archiv"):
        assert get_column_letter(heads.index(head) + 1) in ruled, head
    assert [name for name in book.sheetnames if book[name].sheet_state == "hidden"] == ["Namen", "Listen"]


def test_a_preview_names_exactly_what_changes_and_applying_it_does_that(plan):
    content = edited(
        exported(),
        ("Maßnahmen", plan.bus.id, "Titel", "Bürgerbus am Abend"),
        ("Maßnahmen", plan.bus.id, "Budget (Euro)", "19.500"),
        ("Maßnahmen", plan.bus.id, "Verantwortlich", "Verein Neu"),
        ("Maßnahmen", plan.bench.id, ASIDE, "ja"),
        ("Akteure", None, "Name", "Verein Neu"),
        ("Schritte", plan.step.id, "Erledigt", "ja"),
    )
    upload = plan_import.read(content)
    table = plan_import.changes(upload).to_numpy().tolist()
    assert ["Bürgerbus", "Maßnahmen", "Titel", "Bürgerbus", "Bürgerbus am Abend"] in table
    assert ["Bürgerbus", "Maßnahmen", "Budget (Euro)", "18.000", "19.500"] in table
    assert ["Bürgerbus", "Maßnahmen", "Verantwortlich", "Amt A, Bauamt", "Verein Neu"] in table
    assert ["Bank", "Maßnahmen", "Archiv", "im Plan", "im Archiv"] in table
    assert len(table) == 6
    assert plan_import.summary(upload) == "Einträge: 1 neu · 2 geändert · 1 ins Archiv · 3 unverändert"
    assert take(plan.store, content) == 4
    with plan.store.reading() as reader:
        bus = reader.get(Measure, plan.bus.id)
        assert (bus.title, bus.budget, bus.version) == ("Bürgerbus am Abend", 19500, 2)
        assert reader.get(Actor, bus.responsible_id).name == "Verein Neu"
        assert reader.get(Measure, plan.bench.id).archived
        assert reader.get(Step, plan.step.id).done
    again = plan_import.read(content).preview
    assert again.empty and not again.problems, "the same file read twice must change nothing"


def test_errors_name_sheet_row_column_and_remedy_and_nothing_is_written(plan):
    content = edited(
        exported(),
        ("Maßnahmen", plan.bus.id, "Beginn", "32.13.2026"),
        ("Maßnahmen", plan.bus.id, "Stand", "lauft"),
        ("Maßnahmen", plan.bench.id, "Titel", "=1+1"),
        ("Maßnahmen", plan.bench.id, "Zielzahl", "irgendeine"),
        ("Schritte", None, "Fällig", date(2027, 1, 1)),
        ("Akteure", plan.office.id, "Name", " "),
    )
    upload = plan_import.read(content)
    told = [str(problem) for problem in upload.preview.problems]
    for part in (
        "Blatt Maßnahmen, Zeile 2, Spalte „Beginn“: „32.13.2026“ ist kein Datum. Bitte so schreiben: 31.12.2027.",
        "Möglich sind: Idee, geplant, läuft, stockt, fertig.",
        "Spalte „Titel“: enthält eine Formel",
        "Spalte „Zielzahl“: ist nur zum Lesen",
        "Blatt Schritte, Zeile 3, Spalte „Maßnahme“: fehlt",
        "Blatt Akteure, Zeile 2, Spalte „Name“: fehlt. Bitte ausfüllen.",
    ):
        assert any(part in line for line in told), (part, told)
    with pytest.raises(WorkshopError, match="nichts übernommen"):
        take(plan.store, content)
    assert plan.store.pulse() == 1


def test_what_others_changed_meanwhile_is_kept_and_what_both_changed_is_shown(plan):
    content = edited(
        exported(), ("Maßnahmen", plan.bus.id, "Titel", "Mein Titel"), ("Maßnahmen", plan.bus.id, "Stand", "stockt")
    )
    with plan.store.writing(OTHER) as desk:
        desk.change(Measure, plan.bus.id, 1, {"title": "Ihr Titel", "budget": 5})
        desk.change(Actor, plan.office.id, 1, {"name": "Bauamt heißt jetzt anders"})
    found = plan_import.read(content).preview
    (row,) = [row for row in found.rows if row.parts or row.conflicts]
    assert [(p.name, p.wanted) for p in row.parts] == [("status", "stockt")]
    assert [(p.name, p.shown, p.now, p.wanted) for p in row.conflicts] == [
        ("title", "Bürgerbus", "Ihr Titel", "Mein Titel")
    ]
    take(plan.store, content)
    with plan.store.reading() as reader:
        bus = reader.get(Measure, plan.bus.id)
        assert (bus.title, bus.status, bus.budget) == ("Ihr Titel", "stockt", 5)
    take(plan.store, content, {(plan.bus.id, "title")})
    with plan.store.reading() as reader:
        assert reader.get(Measure, plan.bus.id).title == "Mein Titel"


def test_a_change_between_preview_and_yes_stops_everything(plan):
    content = edited(exported(), ("Maßnahmen", plan.bus.id, "Titel", "A"), ("Maßnahmen", plan.bench.id, "Titel", "B"))
    upload = plan_import.read(content)
    with plan.store.writing(OTHER) as desk:
        desk.change(Measure, plan.bench.id, 1, {"title": "C"})
    with pytest.raises(WorkshopError, match="Inzwischen"), plan.store.writing(HOST) as desk:
        plan_changes.apply(desk, upload.preview)
    with plan.store.reading() as reader:
        assert [m.title for m in reader.find(Measure)] == ["Bürgerbus", "C"]


def test_the_archive_needs_its_role_and_then_nothing_is_written(plan):
    content = edited(exported(), ("Maßnahmen", plan.bus.id, "Titel", "A"), ("Maßnahmen", plan.bench.id, ASIDE, "ja"))
    with pytest.raises(WorkshopError, match="Moderation"):
        take(plan.store, content, writer=OTHER)
    assert plan.store.pulse() == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Titel;Stand\nx;y"])
def test_what_is_no_workbook_is_refused_in_german(content, plan):
    with pytest.raises(WorkshopError, match="keine lesbare Excel-Tabelle"):
        plan_import.read(content)


def test_a_text_too_long_for_a_cell_can_only_be_changed_in_the_program(plan):
    with plan.store.writing(HOST) as desk:
        desk.change(Measure, plan.bench.id, 1, {"description": "\0" * 19_000})
    content = exported()
    assert plan_import.read(content).preview.empty
    changed = edited(content, ("Maßnahmen", plan.bench.id, "Beschreibung", "x" + CUT))
    assert "im Programm ändern" in str(plan_import.read(changed).preview.problems[0])


def test_a_calendar_updates_what_it_knows(plan):
    def dates():
        from icalendar import Calendar

        now = plan_data.load()
        event = Event(id="e", title="Abend; in, Laage", held_on=date(2026, 12, 3), starts_at="18:30 Uhr", version=1)
        made = Calendar.from_ical(plan_calendar.plan_ics(now, list(now.measures.values()), [event]))
        return {str(entry["UID"]): entry for entry in made.walk("VEVENT")}

    before = dates()
    assert {str(e["SUMMARY"]) for e in before.values()} == {
        "Ende: Bürgerbus", "Fällig: Fahrer finden", "Abend; in, Laage"
    }  # fmt: skip
    end = f"{plan.bus.id}-ende@kommunalprofil"
    assert before[end]["DTSTAMP"].dt.replace(microsecond=0) == plan.bus.changed_at.replace(microsecond=0)
    with plan.store.writing(HOST) as desk:
        desk.change(Measure, plan.bus.id, 1, {"ends_on": date(2027, 5, 1)})
    after = dates()
    assert after.keys() == before.keys()
    assert after[end]["DTSTART"].dt == date(2027, 5, 1)
    assert after[end]["SEQUENCE"] > before[end]["SEQUENCE"]


def test_the_changes_are_told_in_words_and_as_a_table(plan):
    with plan.store.writing(OTHER) as desk:
        desk.change(Measure, plan.bus.id, 1, {"status": "stockt", "responsible_id": "", "bands": ("18-29",)})
    (line,) = plan_feed.lines(workshop_data.history("measure", newest=1))
    assert line.said.endswith("hat Maßnahme „Bürgerbus“ geändert")
    assert set(line.parts) == {
        ("Stand", "läuft", "stockt"),
        ("verantwortlich", "Amt A; Bauamt", "(leer)"),
        ("Altersgruppen", "10 bis 17, 65 und älter", "18 bis 29"),
    }
    hostile = plan_feed.Line(line.at, "=cmd()", "@x", (("a", "+1", "\r\nb;c"),), "", "", "change", 1)
    text = plan_takeaway.feed_csv([line, hostile]).decode("utf-8-sig")
    assert '"Stand";"läuft";"stockt"' in text
    assert '"\'=cmd()";"\'@x";"a";"\'+1";"\'\r\nb;c"' in text
