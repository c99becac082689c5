"""What can go wrong when people write; every message is German and says what to do."""

from __future__ import annotations

from typing import Any


class WorkshopError(Exception):
    """Something about what people write; the text is shown to them."""


class InvalidError(WorkshopError):
    """A value does not fit its attribute; nothing was stored."""

    def __init__(self, label: str, problem: str, remedy: str) -> None:
        super().__init__(f"{label}: {problem}. {remedy}")
        self.label, self.problem, self.remedy = label, problem, remedy


class NotAllowedError(WorkshopError):
    """The writer's role does not allow this; nothing was stored."""


class UnknownRecordError(WorkshopError):
    """There is no such record (any more)."""


class TooManyError(WorkshopError):
    """Too much came from one phone in too short a time; nothing was stored."""


class StoreError(WorkshopError):
    """The store cannot be opened, read or brought up to date."""


class OutdatedError(WorkshopError):
    """Somebody changed the record since it was read; nothing was stored.

    Attributes
    ----------
    current : Record
        The record as it is now.
    since : sequence of Change
        What was changed meanwhile, oldest first.
    wanted : dict
        What the writer wanted to store.
    """

    def __init__(self, current: Any, since: Any, wanted: dict[str, Any]) -> None:
        super().__init__("Dieser Eintrag wurde inzwischen geändert. Ihre Eingabe ist noch nicht gespeichert.")
        self.current, self.since, self.wanted = current, since, wanted


class FileError(WorkshopError):
    """A file of a whole store cannot be used; nothing was stored.

    Attributes
    ----------
    name : str
        The file as people know it.
    """

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"Datei „{name}“: {problem}. {remedy}")
        self.name, self.problem, self.remedy = name, problem, remedy


class MergeError(WorkshopError):
    """Two stores cannot be brought together (yet); nothing was stored."""
