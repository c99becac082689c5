"""What the page Werkstattplan offers to take home: the plan as a workbook, its dates for a calendar, its changes as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

import streamlit as st

from reports import plan_calendar, plan_import
from reports.plan_files import to_xlsx
from reports.takeaway import safe_cell
from views import plan_data, plan_feed, workshop_data
from views.plan_data import Plan
from views.plan_feed import Line
from views.saving import when
from workshop.reader import Change
from workshop.records import Event, Measure

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_plan(plan: Plan, measures: Sequence[Measure]) -> None:
    """Offer the plan as files, and take an edited workbook back."""
    stamp = f"{plan_data.today():%Y-%m-%d}"
    st.download_button(
        "Tabelle zum Bearbeiten (Excel)", data=lambda: to_xlsx(plan), file_name=f"werkstattplan-{stamp}.xlsx", mime=XLSX,
        on_click="ignore", key="plan_xlsx", icon=":material/table:", width="stretch",
    )  # fmt: skip
    st.download_button(
        "Termine für den Kalender", data=lambda: plan_calendar.plan_ics(plan, measures, workshop_data.all_of(Event)),
        file_name=f"werkstattplan-{stamp}.ics", mime=plan_calendar.MEDIA, on_click="ignore", key="plan_ics",
        icon=":material/calendar_month:", width="stretch",
    )  # fmt: skip
    plan_import.offer()


def offer_measure(plan: Plan, measure: Measure) -> None:
    """Offer the dates of one measure, if it has any."""
    if plan_calendar.measure_entries(plan, measure):
        st.download_button(
            "Termine", data=lambda: plan_calendar.plan_ics(plan, [measure], []), file_name="massnahme.ics",
            mime=plan_calendar.MEDIA, on_click="ignore", key="massnahme_ics", icon=":material/calendar_month:",
        )  # fmt: skip


def offer_feed(changes: Sequence[Change]) -> None:
    """Offer the changes that the filters leave."""
    if changes:
        st.download_button(
            "Verlauf als Tabelle", data=lambda: feed_csv(plan_feed.lines(changes)), file_name="verlauf.csv", mime="text/csv",
            on_click="ignore", key="verlauf_csv", icon=":material/download:",
        )  # fmt: skip


def feed_csv(found: Sequence[Line]) -> bytes:
    """Write changes for German Excel: UTF-8 with BOM, semicolons; one line per attribute; nothing can become a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(("Wann", "Wer", "Was", "Angabe", "vorher", "nachher"))
    for line in found:
        for part in line.parts or (("", "", ""),):
            writer.writerow([_safe(cell) for cell in (when(line.at), line.who, line.said, *part)])
    return text.getvalue().encode("utf-8-sig", "replace")


def _safe(text: str) -> str:
    plain = text.replace("\0", "")
    return f"'{plain}" if plain.startswith("\n") else safe_cell(plain)
