"""People's own groups of municipalities: put together in the page, kept in the address."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.schema import Level
from indicators.regions import Regions
from views.compare_units import LONGEST_NAME, Group
from views.state import region_labels

MOST_GROUPS: Final = 4
MEMBERS_KEY: Final = "gruppe"
NAME_KEY: Final = "gruppenname"
TITLE: Final = "Eigene Gruppe"
EXPLAINED: Final = "Wählen Sie Gemeinden aus, zum Beispiel alle am See. Ihre Zahlen werden zusammengezählt und stehen als eine Spalte im Vergleich."


def choose(regions: Regions) -> list[Group]:
    """Let people put groups together; gives those with at least one member.

    Every group has two controls bound to the address (``gruppe1`` and ``gruppenname1`` …), so that a link reopens it. Unknown places
    in an address are passed over by the control.
    """
    labels = _municipalities(regions)
    found: list[Group] = []
    with st.popover(TITLE, width=170):
        st.html(f'<p class="kp-sub">{EXPLAINED}</p>')
        for number in range(1, MOST_GROUPS + 1):
            members = _members(number, list(labels))
            name = _name(number) if members or _given(NAME_KEY, number) else ""
            if members:
                found.append(Group(name, tuple(labels[member] for member in members)))
            elif not any(_given(MEMBERS_KEY, later) for later in range(number + 1, MOST_GROUPS + 1)):
                break
    return found


def wanted() -> bool:
    """Tell whether the address or an earlier run names any group; for what is drawn before the groups are."""
    return any(_given(MEMBERS_KEY, number) for number in range(1, MOST_GROUPS + 1))


def _municipalities(regions: Regions) -> dict[str, str]:
    """Give the municipalities by their labels."""
    return {label: r for label, r in region_labels(regions).items() if regions.level(r) == Level.GEMEINDE}


def _given(key: str, number: int) -> bool:
    """Tell whether the address or an earlier run has something for a group."""
    return bool(st.session_state.get(f"{key}{number}") or st.query_params.get(f"{key}{number}"))


def _members(number: int, options: list[str]) -> list[str]:
    return st.multiselect(
        f"Gemeinden der Gruppe {number}", options, key=f"{MEMBERS_KEY}{number}", bind="query-params",
        placeholder="Ort eintippen", select_all=False,
    )  # fmt: skip


def _name(number: int) -> str:
    return st.text_input(
        f"Name der Gruppe {number} (wenn Sie möchten)", key=f"{NAME_KEY}{number}", bind="query-params",
        max_chars=LONGEST_NAME, placeholder="zum Beispiel: Seengemeinden",
    )  # fmt: skip
