"""What stands in a record, in German words: for the history, for the dialogue about changes, for files."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from views import bands, formats, resources, workshop_data
from views.state import region_label
from workshop.records import KINDS, Record, attributes_of

NOTHING: Final = "(leer)"
#: Which kind of record an attribute refers to.
REFERENCES: Final = {
    "field_id": "field",
    "goal_id": "goal",
    "measure_id": "measure",
    "statement_id": "statement",
    "event_id": "event",
    "scene_id": "scene",
    "responsible_id": "actor",
    "statement_ids": "statement",
    "partner_ids": "actor",
    "idea_ids": "idea",
}


def title(record: Record) -> str:
    """Give what a record is called: its title, name or text."""
    for name in ("title", "name", "message", "text", "reason", "code"):
        if found := getattr(record, name, ""):
            return str(found)
    return record.NAME


def value_words(kind: type[Record], name: str, value: Any) -> str:
    """Write one attribute's plain value (see :func:`workshop.desk.plain`) in words."""
    if name in ("archived", "exercise"):
        return "ja" if value else "nein"
    attribute = attributes_of(kind)[name]
    sort = attribute.metadata["type"]
    if value is None or value == "" or value == [] or value == {} or value == ():
        return NOTHING
    if sort == "choice":
        return str(attribute.metadata["options"].get(value, value))
    if sort == "flag":
        return "ja" if value else "nein"
    if sort == "day":
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    if sort == "number":
        return formats.number(float(value), 0 if float(value) == int(value) else 1)
    if sort in ("key", "keys"):
        return ", ".join(key_words(name, entry) for entry in ([value] if isinstance(value, str) else value))
    if sort == "text":
        return str(value)
    return _detail_words(value)


def key_words(name: str, key: str) -> str:
    """Name what an id stands for: a record, a region, an indicator, an age band; what is unknown stays as it is."""
    if name in REFERENCES:
        found = workshop_data.by_id(KINDS[REFERENCES[name]], key)
        return title(found) if found else "ein Eintrag, den es nicht mehr gibt"
    if name in ("region_id", "region_ids", "target_region_id"):
        regions = resources.evaluator().regions
        return region_label(regions, key) if key in regions.table.index else key
    if name == "indicator_id":
        indicators = resources.catalogue().indicators
        return indicators[key].title if key in indicators else key
    return bands.label(key) if name in ("band", "bands") else key


def _detail_words(value: Any) -> str:
    """Write a structure of plain values as one line."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_detail_words(entry)}" for name, entry in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_detail_words(entry) for entry in value)
    return formats.number(value, 1) if isinstance(value, float) else str(value)
