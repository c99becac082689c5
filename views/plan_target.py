"""The target figure of a measure: which number, of which region, from where to where, by when – with its receipt from the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from indicators import climb, movement
from indicators.catalogue import Indicator
from views import plan_data, plan_inputs, plan_words, receipt_words, resources, saving, signed_in
from views.state import indicator_labels, region_labels
from views.svg import Markup, tag
from views.wording import wording
from workshop.records import Measure

NONE: Final = "keine Zielzahl"
TOO_SMALL: Final = "{} ist so klein, dass sich eine Änderung dieser Zahl nicht vom Zufall unterscheiden lässt."
LARGER: Final = " Besser: dieselbe Zahl für {} – dort lässt sich eine Änderung eher erkennen."
NO_CHANCE: Final = "Wie stark der Zufall bei dieser Zahl mitspielt, lässt sich nicht ausrechnen. Ob sie sich bewegt hat, bleibt deshalb offen."
NO_NUMBER: Final = "Für dieses Gebiet gibt es diese Zahl nicht ({})."


def untold(kept: Mapping[str, Any], indicator: Indicator) -> str:
    """Tell why a change of this figure could never be judged, however long one waits; empty where it could."""
    later = int(kept.get("year") or 0) + 50
    return movement.judged(indicator, kept, dict(kept) | {"year": later, "period": str(later)}).reason


def advice(region_id: str, indicator: Indicator) -> str:
    """Say honestly where a change could not be told, and which larger region would do; empty where it can."""
    rows, regions = resources.rows(), resources.evaluator().regions
    own = movement.receipt(rows, indicator, region_id)
    reason = untold(own, indicator) if own["value"] is not None else "missing"
    if not reason:
        return ""
    if reason == "no_chance":
        return NO_CHANCE
    gap = receipt_words.value(resources.catalogue(), own)
    name = wording(regions, region_id).name
    begin = TOO_SMALL.format(name) if reason == "too_small" else NO_NUMBER.format(gap)
    for region in climb.way_up(regions, region_id):
        kept = movement.receipt(rows, indicator, region)
        if region != region_id and kept["value"] is not None and not untold(kept, indicator):
            return begin + LARGER.format(wording(regions, region).whom)
    return begin


def html(measure: Measure) -> Markup:
    """Write the target figure: from, to, by when, and what became of it so far."""
    catalogue = resources.catalogue()
    indicator = catalogue.indicators.get(measure.indicator_id)
    if indicator is None:
        return tag("p", "Noch keine Zahl, an der sich die Maßnahme messen lässt.", class_="kp-sub")
    kept = measure.baseline
    until = f" bis {plan_words.day(measure.target_on)}" if measure.target_on else ""
    aim = receipt_words.aimed(indicator, measure.target_value) or "noch offen"
    rows = [
        ("Zahl", f"{indicator.title}, {plan_data.region_name(measure.target_region_id)}"),
        ("Ausgangswert", receipt_words.line(catalogue, kept) if kept else "noch nicht festgehalten"),
        ("angestrebt", f"{aim}{until}"),
    ]
    if kept:
        seen = movement.movement(resources.rows(), catalogue, kept, measure.target_value)
        now = receipt_words.line(catalogue, seen.after) if seen.after else ""
        rows.append(("bisher", " · ".join(part for part in (receipt_words.moved_words(seen), now) if part)))
    return tag("dl", *(tag("div", tag("dt", head), tag("dd", text)) for head, text in rows), class_="kp-facts")


def edit(measure: Measure) -> None:
    """Let people choose the target figure; the baseline comes from the figures, never by hand."""
    if not signed_in.may("measure", "change"):
        return
    with st.expander("Zielzahl festlegen" if not measure.indicator_id else "Zielzahl ändern", icon=":material/target:"):
        kept = _opened(measure)
        key = f"ziel_{measure.id}_{kept.version}"
        indicator_id = _indicator(kept, key)
        if not indicator_id:
            if kept.indicator_id:
                _save_button(
                    kept,
                    key,
                    {
                        "indicator_id": "",
                        "target_region_id": "",
                        "baseline": {},
                        "target_value": None,
                        "target_on": None,
                    },
                )
            return
        indicator = resources.catalogue()[indicator_id]
        region = _region(kept, key)
        now = movement.receipt(resources.rows(), indicator, region)
        same = (kept.indicator_id, kept.target_region_id) == (indicator_id, region) and bool(kept.baseline)
        _say(indicator, region, kept.baseline if same else now)
        value, until = _aim(kept, indicator, key)
        fresh = (
            st.checkbox("Ausgangswert auf den neuesten Stand setzen", key=f"{key}_frisch")
            if same and kept.baseline != now
            else False
        )
        baseline = dict(kept.baseline) if same and not fresh else now
        _save_button(kept, key, {
            "indicator_id": indicator_id, "target_region_id": region, "baseline": baseline, "target_value": value, "target_on": until,
        })  # fmt: skip


def _opened(measure: Measure) -> Measure:
    """Keep the target figure as it was shown, so that a change by somebody else is noticed; other changes do not matter."""
    kept: Measure = st.session_state.setdefault(f"_ziel_{measure.id}", measure)
    return kept


def _indicator(measure: Measure, key: str) -> str:
    labels = indicator_labels(resources.catalogue())
    options = [NONE, *labels]
    at = (
        next((n for n, label in enumerate(options) if labels.get(label) == measure.indicator_id), 0)
        if measure.indicator_id
        else 0
    )
    return labels.get(st.selectbox("Woran soll man sehen, dass es wirkt?", options, index=at, key=f"{key}_zahl"), "")


def _region(measure: Measure, key: str) -> str:
    labels = region_labels(resources.evaluator().regions)
    wanted = measure.target_region_id or (measure.region_ids[0] if measure.region_ids else "")
    at = next((n for n, region in enumerate(labels.values()) if region == wanted), 0)
    return labels[st.selectbox("Für welches Gebiet?", list(labels), index=at, key=f"{key}_gebiet")]


def _say(indicator: Indicator, region: str, kept: Mapping[str, Any]) -> None:
    line = receipt_words.line(resources.catalogue(), kept)
    st.html(f'<p class="kp-sub"><b>Ausgangswert:</b> {escape(line)}</p>')
    if warning := advice(region, indicator):
        st.html(f'<p class="kp-hint" role="note">{escape(warning)}</p>')


def _aim(measure: Measure, indicator: Indicator, key: str) -> tuple[float | None, date | None]:
    left, right = st.columns(2)
    unit = f" ({indicator.unit})" if indicator.unit else ""
    with left:
        value = st.number_input(
            f"Angestrebter Wert{unit}",
            value=measure.target_value,
            step=10.0**-indicator.decimals,
            format=f"%.{indicator.decimals}f",
            key=f"{key}_wert",
        )
    with right:
        until = plan_inputs.day("Zu erreichen bis", measure.target_on, key=f"{key}_bis")
    return value, until


def _save_button(measure: Measure, key: str, values: dict[str, Any]) -> None:
    st.button("Zielzahl speichern", type="primary", key=f"{key}_speichern", on_click=_save, args=(measure, values))


def _save(measure: Measure, values: dict[str, Any]) -> None:
    version = plan_data.version_for(measure, values)
    saving.save(lambda desk: desk.change(Measure, measure.id, version, values), "Die Zielzahl ist gespeichert.")
    st.session_state.pop(f"_ziel_{measure.id}", None)
