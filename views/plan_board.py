"""The board: one column per status; a card moves by dragging, by the arrow keys, or by the choice on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from views import plan_data, plan_status, plan_words, saving, signed_in
from views.plan_data import Plan
from views.plan_list import MEASURE_KEY
from workshop import plan_questions
from workshop.records import STATUSES, Measure

SCRIPT: Final = Path(__file__).with_suffix(".js")
STYLE: Final = Path(__file__).with_suffix(".css")
KEY: Final = "plan_tafel"
HOW: Final = "Karten ziehen, mit den Pfeiltasten verschieben oder den Stand auf der Karte wählen."


_mount = st.components.v2.component(
    "kommunalprofil_board",
    html='<div class="kp-board"></div>',
    js=SCRIPT.read_text(encoding="utf-8"),
    css=STYLE.read_text(encoding="utf-8"),
)


def show(plan: Plan, measures: Sequence[Measure]) -> None:
    """Draw the board."""
    may = signed_in.may("measure", "change")
    if may:
        st.html(f'<p class="kp-sub">{HOW}</p>')
    else:
        signed_in.hint("Karten verschieben können alle, die mitwirken.")
    _mount(
        key=KEY,
        data=message(plan, measures, may=may),
        height="content",
        on_moved_change=_moved,
        on_opened_change=_opened,
    )


def message(plan: Plan, measures: Sequence[Measure], *, may: bool) -> dict[str, Any]:
    """Give what the board shows: the columns with their cards; words as they are, the script shows them as text."""
    today = plan_data.today()
    late = {due.measure.id: due for due in reversed(plan_questions.overdue(measures, plan.steps, today))}
    columns = [
        {
            "id": status,
            "word": word,
            "sign": plan_status.sign(status),
            "cards": [_card(plan, m, late.get(m.id), today) for m in measures if m.status == status],
        }
        for status, word in STATUSES.items()
    ]
    return {"columns": columns, "may": may}


def _card(plan: Plan, measure: Measure, late: plan_questions.Due | None, today: Any) -> dict[str, Any]:
    note = f"überfällig {plan_words.ago(-late.days(today))}" if late else plan_words.line(measure.status_note)
    return {
        "id": measure.id,
        "version": measure.version,
        "title": plan_words.line(measure.title, 160),
        "facts": plan_words.line(plan.responsible(measure) or plan_data.NOBODY),
        "note": note,
        "late": bool(late),
        "href": f"?{urlencode({MEASURE_KEY: measure.id})}",
    }


def _moved() -> None:
    move(st.session_state.get(KEY))


def move(told: Any) -> None:
    """Store the move of one card; whatever is no move of one of our measures is ignored."""
    wanted = told.get("moved") if isinstance(told, Mapping) else None
    if not isinstance(wanted, Mapping):
        return
    measure_id, version, status = wanted.get("id"), wanted.get("version"), wanted.get("status")
    if isinstance(measure_id, str) and isinstance(version, int) and status in STATUSES:
        saving.save(lambda desk: desk.change(Measure, measure_id, version, {"status": status}))


def _opened() -> None:
    told = st.session_state.get(KEY)
    wanted = told.get("opened") if isinstance(told, Mapping) else None
    if isinstance(wanted, str):
        st.query_params[MEASURE_KEY] = wanted
