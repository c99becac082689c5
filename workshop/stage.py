"""What the room sees now: the scene on stage, a black screen, the timer.

This changes every minute of an evening and says nothing worth keeping, so it has no history; the last writer wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from workshop.desk import Desk
from workshop.reader import Reader
from workshop.roles import Role, need
from workshop.tables import STAGE


@dataclass(frozen=True)
class Stage:
    """The stage of one event.

    Attributes
    ----------
    scene_id : str
        Empty while nothing is shown.
    timer_ends_at : datetime | None
        When a running timer ends (in UTC); it may lie in the past.
    timer_left : float | None
        Seconds left of a timer that is held.
    number : int
        Grows with every change: the same number means the same stage.
    """

    event_id: str
    scene_id: str = ""
    black: bool = False
    timer_ends_at: datetime | None = None
    timer_left: float | None = None
    number: int = 0


def current(reader: Reader, event_id: str) -> Stage:
    """Give the stage of an event; an empty one before anything was shown."""
    row = reader.connection.execute(sa.select(STAGE).where(STAGE.c.event_id == event_id)).mappings().first()
    return Stage(**row) if row else Stage(event_id)


def show(desk: Desk, event_id: str, *, scene_id: str) -> Stage:
    """Put a scene on stage; lights on, timer off."""
    return _store(desk, event_id, scene_id=scene_id, black=False, timer_ends_at=None, timer_left=None)


def blacken(desk: Desk, event_id: str, *, black: bool) -> Stage:
    """Turn the screen black or back on."""
    return _store(desk, event_id, black=black)


def start_timer(desk: Desk, event_id: str, seconds: float) -> Stage:
    """Start a timer anew, or go on with one that was held (hand in its ``timer_left``)."""
    return _store(desk, event_id, timer_ends_at=desk.now + timedelta(seconds=seconds), timer_left=None)


def hold_timer(desk: Desk, event_id: str) -> Stage:
    """Hold a running timer."""
    ends = current(desk, event_id).timer_ends_at
    left = (ends - desk.now).total_seconds() if ends else None
    return _store(desk, event_id, timer_ends_at=None, timer_left=left)


def stop_timer(desk: Desk, event_id: str) -> Stage:
    """Take the timer away."""
    return _store(desk, event_id, timer_ends_at=None, timer_left=None)


def _store(desk: Desk, event_id: str, **changed: Any) -> Stage:
    need(desk.writer, Role.MODERATION, "Die Bühne steuern")
    before = current(desk, event_id)
    after = replace(before, **changed, number=before.number + 1)
    values = {column.name: getattr(after, column.name) for column in STAGE.columns}
    known = STAGE.c.event_id == event_id
    if desk.connection.execute(sa.update(STAGE).where(known).values(**values)).rowcount == 0:
        desk.connection.execute(sa.insert(STAGE).values(**values))
    return after
