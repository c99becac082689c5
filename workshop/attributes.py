"""The kinds of attributes a record may have; each carries its German label, what it accepts and whether it is about a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import Field, field
from datetime import date
from typing import Any, Final

from workshop.errors import InvalidError

LONGEST_TEXT: Final = 20_000
LONGEST_LIST: Final = 2_000
LONGEST_ECHO: Final = 60
LARGEST_NUMBER: Final = 10**12


def text(label: str, *, required: bool = False, personal: bool = False) -> Any:
    """Declare a free text; ``personal`` marks a name that a person gave, which the deletion path reaches."""
    return field(default="", metadata={"label": label, "type": "text", "required": required, "personal": personal})


def key(label: str, *, required: bool = False) -> Any:
    """Declare the id of another record, a region or an indicator."""
    return field(default="", metadata={"label": label, "type": "key", "required": required})


def choice(label: str, options: Mapping[str, str], default: str) -> Any:
    """Declare one of several words; ``options`` maps what is stored to the German word."""
    return field(default=default, metadata={"label": label, "type": "choice", "options": dict(options)})


def keys(label: str) -> Any:
    """Declare several ids or words, in order."""
    return field(default=(), metadata={"label": label, "type": "keys"})


def day(label: str) -> Any:
    """Declare a date, or none."""
    return field(default=None, metadata={"label": label, "type": "day"})


def number(label: str, *, low: float | None = None, high: float | None = None) -> Any:
    """Declare a number, or none where it is open – never 0 for unknown."""
    return field(default=None, metadata={"label": label, "type": "number", "low": low, "high": high})


def flag(label: str, *, default: bool = False) -> Any:
    """Declare yes or no."""
    return field(default=default, metadata={"label": label, "type": "flag"})


def detail(label: str) -> Any:
    """Declare a structure of plain values (what JSON can hold)."""
    return field(default_factory=dict, metadata={"label": label, "type": "detail"})


def details(label: str) -> Any:
    """Declare a list of structures of plain values."""
    return field(default=(), metadata={"label": label, "type": "details"})


def check(attribute: Field[Any], value: Any) -> Any:
    """Return a value as the attribute stores it.

    Raises
    ------
    InvalidError
        The value does not fit; the German text names the attribute and the remedy.
    """
    kind, label = attribute.metadata["type"], attribute.metadata["label"]
    return CHECKS[kind](attribute.metadata, label, value)


def _text(rules: Mapping[str, Any], label: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidError(label, "ist kein Text", "Bitte Text eingeben.")
    if len(value) > LONGEST_TEXT:
        raise InvalidError(
            label, f"ist mit {len(value)} Zeichen zu lang", f"Erlaubt sind {LONGEST_TEXT}. Bitte kürzen."
        )
    if rules.get("required") and not value.strip():
        raise InvalidError(label, "fehlt", "Bitte ausfüllen.")
    return value


def _choice(rules: Mapping[str, Any], label: str, value: Any) -> str:
    options = rules["options"]
    if not isinstance(value, str) or value not in options:
        raise InvalidError(label, f"kennt „{_short(value)}“ nicht", f"Möglich sind: {', '.join(options.values())}.")
    return value


def _keys(_: Mapping[str, Any], label: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(v, str) for v in value):
        raise InvalidError(label, "ist keine Liste von Einträgen", "Bitte auswählen.")
    if len(value) > LONGEST_LIST:
        raise InvalidError(label, f"hat {len(value)} Einträge", f"Erlaubt sind {LONGEST_LIST}.")
    if any(len(entry) > LONGEST_TEXT for entry in value):
        raise InvalidError(label, "hat einen zu langen Eintrag", f"Erlaubt sind {LONGEST_TEXT} Zeichen.")
    return tuple(dict.fromkeys(value))


def _day(_: Mapping[str, Any], label: str, value: Any) -> date | None:
    if isinstance(value, str) and value:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InvalidError(label, f"„{_short(value)}“ ist kein Datum", "Bitte als JJJJ-MM-TT angeben.") from None
    if value is None or value == "":
        return None
    if type(value) is not date:
        raise InvalidError(label, "ist kein Datum", "Bitte ein Datum wählen.")
    return value


def _number(rules: Mapping[str, Any], label: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_NUMBER:
        raise InvalidError(label, "ist keine Zahl", "Bitte eine Zahl eingeben oder das Feld leer lassen.")
    low, high = rules["low"], rules["high"]
    if (low is not None and value < low) or (high is not None and value > high):
        limits = f"mindestens {low:g}" if high is None else f"zwischen {low:g} und {high:g}"
        raise InvalidError(label, f"{value:g} liegt außerhalb", f"Erlaubt ist {limits}.")
    return float(value)


def _flag(_: Mapping[str, Any], label: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidError(label, "ist weder ja noch nein", "Bitte ja oder nein wählen.")
    return value


def _detail(_: Mapping[str, Any], label: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidError(label, "hat nicht die erwartete Form", "Bitte neu auswählen.")
    try:
        # As it will be read back: lists for tuples, texts for names; what JSON cannot hold is refused here.
        kept: dict[str, Any] = json.loads(json.dumps(dict(value), ensure_ascii=False, sort_keys=True, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidError(label, "hat nicht die erwartete Form", "Bitte neu auswählen.") from error
    return kept


def _details(_: Mapping[str, Any], label: str, value: Any) -> tuple[dict[str, Any], ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InvalidError(label, "hat nicht die erwartete Form", "Bitte neu auswählen.")
    return tuple(_detail({}, label, entry) for entry in value)


def _short(value: Any) -> str:
    """Repeat what was typed, but not all of it."""
    text = str(value)
    return text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"


CHECKS: Final = {
    "text": _text,
    "key": _text,
    "choice": _choice,
    "keys": _keys,
    "day": _day,
    "number": _number,
    "flag": _flag,
    "detail": _detail,
    "details": _details,
}
