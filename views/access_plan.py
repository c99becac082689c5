"""What if: controls to open, move and close facilities. The list of changes lives in the address, so that a link reopens it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.facility_kinds import Kind
from indicators.access import plan
from indicators.access.plan import Change, Close, Move, Open, Site
from views import access_data, access_words, resources
from views.access_data import Pool
from views.access_points import facility_key, first_upper
from views.formats import number, sort_key

PLAN_KEY: Final = "plan"
WHAT_KEY, WHICH_KEY, WHERE_KEY, POINT_KEY = "aenderung", "aenderung_welche", "aenderung_wohin", "aenderung_punkt"
OPEN, MOVE, CLOSE = "Neu", "Verlegen", "Schließen"
OWN_POINT: Final = "Eigener Punkt …"
BAD_POINT: Final = "Das ist kein Punkt im Landkreis oder seiner Umgebung. Erwartet sind Breite und Länge in Grad, zum Beispiel: 53,7945; 12,1757"
EXPLAINED: Final = (
    "Klicken Sie auf der Karte eine Gemeinde oder eine Einrichtung an, oder wählen Sie hier. Alles bleibt eine Annahme."
)


def changes(facilities: Pool) -> tuple[list[Change], int]:
    """Read the changes from the address.

    Returns
    -------
    list[Change], int
        The changes, and how many of the address make no sense with these facilities.
    """
    with st.container(key="wege_plan"):  # holds the state in the address; the style sheet hides it
        text = st.text_input("Änderungen", key=PLAN_KEY, bind="query-params")
    return plan.decode(str(text or ""), access_data.around().centres, facilities.kind_of())


def click_municipality(region_id: str) -> None:
    """Take a municipality clicked on the map as the place of the next change."""
    st.session_state[WHERE_KEY] = _municipalities_by_id().get(region_id)


def click_facility(point: str, facilities: Pool, kind: Kind) -> None:
    """Take a facility clicked on the map as the one the next change concerns."""
    label = {key: label for label, key in _labels(facilities, kind).items()}.get(facility_key(point))
    if label is None:
        return
    st.session_state[WHICH_KEY] = label
    if st.session_state.get(WHAT_KEY, OPEN) == OPEN:
        st.session_state[WHAT_KEY] = CLOSE


def target() -> str | None:
    """Give the municipality chosen for the next change, to outline it on the map."""
    chosen = st.session_state.get(WHERE_KEY)
    return _municipalities().get(str(chosen)) if st.session_state.get(WHAT_KEY, OPEN) != CLOSE else None


def controls(now: Sequence[Change], facilities: Pool, kind: Kind) -> None:
    """Draw the controls and the list of changes.

    Parameters
    ----------
    now : Sequence[Change]
        All changes there are, those to other kinds too.
    facilities : Pool
        The facilities.
    kind : Kind
        The kind that is looked at.
    """
    with st.container(key="wege_aendern"):
        st.html(f'<p class="kp-sub">{escape(EXPLAINED)}</p>')
        st.session_state.setdefault(WHAT_KEY, OPEN)  # a click on the map may have set it, so it takes no default
        what = st.segmented_control("Was ändert sich?", [OPEN, MOVE, CLOSE], key=WHAT_KEY, required=True)
        labels = _labels(facilities, kind)
        which = "" if what == OPEN else labels.get(_which(labels) or "", "")
        site = None if what == CLOSE else _where()
        ready = (what == OPEN or bool(which)) and (what == CLOSE or site is not None) and len(now) < plan.MOST
        change = _change(str(what), kind, which, site) if ready else None
        st.button(
            "Änderung eintragen", type="primary", key="aenderung_eintragen", disabled=change is None,
            on_click=_remember, args=([*plan.added(now, change)] if change is not None else list(now),),
        )  # fmt: skip
        if len(now) >= plan.MOST:
            st.html(f'<p class="kp-sub">Mehr als {number(plan.MOST)} Änderungen auf einmal gehen nicht.</p>')
    _list(now, facilities, kind)


def _change(what: str, kind: Kind, which: str, site: Site | None) -> Change:
    if site is None:
        return Close(which)
    return Open(kind.key, site) if what == OPEN else Move(which, site)


def _remember(later: Sequence[Change]) -> None:
    st.session_state[PLAN_KEY] = plan.encode(later)


def _which(labels: dict[str, str]) -> str | None:
    if st.session_state.get(WHICH_KEY) not in labels:
        st.session_state.pop(WHICH_KEY, None)
    return st.selectbox(
        "Welche?", list(labels), index=None, key=WHICH_KEY, placeholder="Auf der Karte anklicken oder eintippen"
    )


def _where() -> Site | None:
    """Let the user choose a municipality or a point; ``None`` until there is one."""
    options = _municipalities()
    chosen = st.selectbox(
        "Wo?", [*options, OWN_POINT], index=None, key=WHERE_KEY, placeholder="Auf der Karte anklicken oder eintippen",
        help="Eine Gemeinde steht für ihre Mitte. Genauer geht es mit einem eigenen Punkt.",
    )  # fmt: skip
    if chosen == OWN_POINT:
        text = st.text_input("Breite und Länge in Grad", key=POINT_KEY, placeholder="53,7945; 12,1757", max_chars=60)
        site = point(str(text or ""))
        if text and site is None:
            st.error(BAD_POINT)
        return site
    region = options.get(str(chosen))
    return None if region is None else Site(*access_data.around().centres[region], region)


def point(text: str) -> Site | None:
    """Read a point that somebody copied from a map: two numbers in either order, with points or commas.

    Examples
    --------
    >>> point("53,7945; 12,1757"), point("12.1757, 53.7945").code, point("irgendwo")
    (Site(lon=12.1757, lat=53.7945, region_id=''), 'x121757y537945', None)
    """
    numbers = [float(n.replace(",", ".")) for n in re.findall(r"\d{1,3}[.,]\d{1,10}", text, re.ASCII)]
    if len(numbers) != 2:
        return None
    around = access_data.around()
    for lat, lon in (numbers, numbers[::-1]):
        if around.holds(lon, lat):
            return Site(round(lon, 4), round(lat, 4))
    return None


@st.cache_resource
def _municipalities() -> dict[str, str]:
    """Give the county's municipalities by name."""
    regions = resources.evaluator().regions
    names = [regions.name(region) for region in regions.municipalities]
    pairs = zip(names, regions.municipalities, strict=True)
    labels = {name if names.count(name) == 1 else f"{name} ({region})": region for name, region in pairs}
    return dict(sorted(labels.items(), key=lambda item: sort_key(item[0])))


def _municipalities_by_id() -> dict[str, str]:
    return {region: name for name, region in _municipalities().items()}


def _labels(facilities: Pool, kind: Kind) -> dict[str, str]:
    """Give the facilities of a kind by their names; names that occur twice carry their short name."""
    rows = facilities.of(kind)
    names = rows["name"].tolist()
    labels = [
        name if names.count(name) == 1 else f"{name} ({key})" for key, name in zip(rows["id"], names, strict=True)
    ]
    return dict(sorted(zip(labels, rows["id"], strict=True), key=lambda item: sort_key(item[0])))


def _list(now: Sequence[Change], facilities: Pool, kind: Kind) -> None:
    """List the changes, each with a button that takes it back."""
    mine = plan.concerning(now, kind.key, facilities.table)
    if not now:
        return
    st.html('<h3 class="kp-h3">Eingetragen</h3>')
    for at, change in enumerate(mine):
        with st.container(horizontal=True, vertical_alignment="center", key=f"wege_zeile_{at}"):
            st.html(f'<p class="kp-change">{escape(change_words(change, facilities.table, kind))}</p>', width="stretch")
            rest = [other for other in now if other != change]
            st.button("Zurücknehmen", key=f"wege_zurueck_{at}", on_click=_remember, args=(rest,))
    others = len(now) - len(mine)
    if others:
        word = "eine weitere Änderung betrifft" if others == 1 else f"{number(others)} weitere Änderungen betreffen"
        st.html(f'<p class="kp-sub">{first_upper(word)} andere Einrichtungen.</p>')
    st.button("Alles zurücksetzen", key="wege_reset", on_click=_remember, args=([],))


def change_words(change: Change, facilities: pd.DataFrame, kind: Kind) -> str:
    """Say what a change is: "Neue Grundschule in Lohmen"."""
    if isinstance(change, Open):
        return f"{first_upper(access_words.new_one(kind))} {site_words(change.site)}"
    rows = facilities.loc[facilities["id"] == change.facility_id, "name"]
    name = str(rows.iloc[0]) if len(rows) else change.facility_id
    return f"{name}: geschlossen" if isinstance(change, Close) else f"{name}: verlegt, neu {site_words(change.site)}"


def site_words(site: Site) -> str:
    """Say where a site is: "in Lohmen (Mitte der Gemeinde)", "bei 53,7945; 12,1757"."""
    if not site.region_id:
        return f"bei {number(site.lat, 4)}; {number(site.lon, 4)}"
    return f"in {resources.evaluator().regions.name(site.region_id)} (Mitte der Gemeinde)"
