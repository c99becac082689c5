"""The Übungsplan on the pages: offered where there is nothing yet, named above everything while it is there, removed with one click."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from data.schema import Level
from indicators import movement
from indicators.regions import Regions
from views import plan_data, resources, saving, signed_in, workshop_data
from views.formats import sort_key
from views.wording import wording
from workshop import exercise
from workshop.exercise import Places
from workshop.roles import Role

STYLE: Final = """
.st-key-uebung{gap:.3rem 1rem;border:2px solid #000;border-radius:8px;padding:6px 14px;align-items:center;background:repeating-linear-gradient(135deg,#FFF3D6 0 14px,#fff 14px 28px)}
.st-key-uebung [data-testid=stHtml] p{margin:0;background:#fff;border-radius:6px;padding:2px 10px;line-height:1.35}
.st-key-uebung button{min-height:40px;background:#fff}.st-key-uebungangebot{align-items:center}
@media(max-width:640px){.st-key-uebung button,.st-key-uebungangebot button{min-height:44px}}
""".replace("\n", "")
PARTS: Final = (Level.PLANUNGSREGION, Level.MITTELBEREICH, Level.AMT)


def offer() -> None:
    """Offer the exercise where a page is still empty; nothing while it is there."""
    if workshop_data.exercise_shown():
        return
    if signed_in.writer().role < Role.MODERATION:
        signed_in.hint("Zum Ausprobieren gibt es einen Übungsplan mit erfundenen Einträgen.")
        return
    st.html(f"<style>{STYLE}</style>")
    with st.container(horizontal=True, key="uebungangebot"):
        st.button("Übungsplan ausprobieren", on_click=_seed, icon=":material/experiment:", key="uebung_anlegen")
        st.html('<p class="kp-sub">Erfundene Einträge, mit einem Klick wieder weg.</p>', width="content")


def banner() -> None:
    """Say above a page that invented entries are in it, and remove them with one click."""
    if not workshop_data.exercise_shown():
        return
    st.html(f"<style>{STYLE}</style>")
    with st.container(horizontal=True, horizontal_alignment="distribute", key="uebung"):
        st.html("<p><b>Übung:</b> Hier stehen erfundene Einträge. Niemand hat sie beschlossen.</p>", width="content")
        if signed_in.writer().role >= Role.MODERATION:
            st.button("Übung entfernen", on_click=_remove, key="uebung_entfernen")


def _seed() -> None:
    regions = resources.evaluator().regions
    at = places(regions)
    saving.save(
        lambda desk: exercise.seed(desk, at, figure, plan_data.today()), "Der Übungsplan ist da. Probieren Sie!"
    )


def _remove() -> None:
    saving.save(exercise.remove, "Die Übung ist entfernt.")


def places(regions: Regions) -> Places:
    """Choose where the exercise takes place, by rule: the planning regions by name, in each its first Amt, in that its first municipality.

    A county without planning regions takes the next level it has.
    """
    ids, names = {"kreis": regions.county}, {"kreis": regions.name(regions.county)}
    parts: list[str] = next((found for level in PARTS if len(found := _by_name(regions, level)) > 1), [])
    for number, part in enumerate(parts[:4], 1):
        amt = next((a for a in _by_name(regions, Level.AMT) if _inside(regions, a, part)), part)
        town = min(regions.members(amt), key=lambda r: sort_key(regions.name(r)))
        for word, region in ((f"region{number}", part), (f"amt{number}", amt), (f"ort{number}", town)):
            ids[word], names[word] = region, _short(regions, region)
    return Places(ids, names)


def _by_name(regions: Regions, level: Level) -> list[str]:
    found = [r for r in regions.at_level(level) if level != Level.AMT or not regions.amtsfrei(r)]
    return sorted(found, key=lambda r: sort_key(regions.name(r)))


def _inside(regions: Regions, small: str, large: str) -> bool:
    return set(regions.members(small)) <= set(regions.members(large))


def _short(regions: Regions, region_id: str) -> str:
    return wording(regions, region_id).name.removeprefix("Planungsregion ")


def figure(indicator_id: str, region_id: str, first: bool) -> dict[str, Any]:
    """Give the receipt of a figure as it is in the package; the first one where the exercise shows how figures grow old."""
    indicator = resources.catalogue().indicators.get(indicator_id)
    if indicator is None:
        return {}
    rows = resources.rows()
    if not first:
        return movement.receipt(rows, indicator, region_id)
    receipts = (movement.receipt(rows, indicator, region_id, m) for m in rows.moments(indicator) if not m.years)
    return next((r for r in receipts if r["value"] is not None), {})
