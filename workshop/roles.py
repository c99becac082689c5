"""Who may do what: four roles, and the one door of the phones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from workshop.errors import NotAllowedError
from workshop.records import KINDS, Record


class Role(IntEnum):
    """The roles, each with the rights of those before it."""

    GAST = 0
    MITWIRKENDE = 1
    MODERATION = 2
    VERWALTUNG = 3

    @property
    def label(self) -> str:
        """The German word."""
        return LABELS[self]


LABELS: Final = {
    Role.GAST: "Gast",
    Role.MITWIRKENDE: "Mitwirkende",
    Role.MODERATION: "Moderation",
    Role.VERWALTUNG: "Verwaltung",
}
#: What a phone may write without any role, while its event runs.
ROUND_KINDS: Final = frozenset({"participant", "idea", "vote", "answer"})
ADD, CHANGE, ARCHIVE, RESTORE = "add", "change", "archive", "restore"
ACTIONS: Final = (ADD, CHANGE, ARCHIVE, RESTORE)
ACTION_WORDS: Final = {ADD: "anlegen", CHANGE: "ändern", ARCHIVE: "ins Archiv legen", RESTORE: "zurückholen"}
#: The least role for adding and changing; what is not named here needs Moderation.
OPEN_KINDS: Final = frozenset({"statement", "opinion", "idea", "measure", "step", "actor", "remark"})
#: What the room sees is the host's decision, and what somebody said with a name to it stays as it was said.
HOSTS_CHANGE: Final = frozenset({"idea", "opinion", "remark"})
#: Nobody changes what is frozen.
NEVER: Final = frozenset({("snapshot", CHANGE)})


@dataclass(frozen=True)
class Writer:
    """Who writes: a person with a role, or a phone within its event.

    Attributes
    ----------
    person_id : str
        Stands in the history; the name is looked up there, so that it can be deleted.
    event_id : str
        Set for a phone only: the event it joined.
    """

    person_id: str
    name: str
    role: Role
    event_id: str = ""


GUEST: Final = Writer("", "Gast", Role.GAST)


def least_role(kind: str, action: str) -> Role:
    """Tell the least role that may do something with a kind of record."""
    if action in (ADD, CHANGE) and kind in OPEN_KINDS and not (action == CHANGE and kind in HOSTS_CHANGE):
        return Role.MITWIRKENDE
    return Role.MODERATION


def may(writer: Writer, kind: str, action: str) -> bool:
    """Tell whether a writer may do something with a kind of record (a phone: only with its own, see :func:`allow`)."""
    if (kind, action) in NEVER:
        return False
    if writer.event_id and kind in ROUND_KINDS and action in (ADD, CHANGE):
        return True
    return writer.role >= least_role(kind, action)


def allow(writer: Writer, record: Record, action: str) -> None:
    """Refuse what the writer may not do.

    Raises
    ------
    NotAllowedError
        With the role that would be needed.
    """
    if (writer.event_id and not _own(writer, record)) or not may(writer, record.KIND, action):
        raise NotAllowedError(
            f"{KINDS[record.KIND].NAME} {ACTION_WORDS[action]}: Das dürfen Sie als „{writer.role.label}“ nicht. "
            f"Nötig ist die Rolle „{least_role(record.KIND, action).label}“. Bitte oben rechts anmelden."
        )


def _own(phone: Writer, record: Record) -> bool:
    """Tell whether a record is the phone's own: in its event, and by nobody else."""
    by = getattr(record, "participant_id", record.id)
    return getattr(record, "event_id", "") == phone.event_id and by == phone.person_id


def need(writer: Writer, role: Role, what: str) -> None:
    """Refuse an action that is not about one record, unless the writer has the role.

    Raises
    ------
    NotAllowedError
        With the role that would be needed.
    """
    if writer.role < role or writer.event_id:
        raise NotAllowedError(f"{what}: Dafür ist die Rolle „{role.label}“ nötig. Bitte oben rechts anmelden.")
