"""The projection step multiplied out, for many runs of one expected course.

With P people, A arrivals, L the share that leaves, s a surplus of migrants and w how it falls on ages, the migrants of
`step.advance` are m = A + w s - L P, and the step ((P + m/2), one year older) x survival + m/2 is linear in P and in s. Its
coefficients are the same in every run; with them a year takes six passes over the memory instead of fifteen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class LinearStep:
    """Coefficients of one step, or of several along a leading axis.

    Attributes
    ----------
    up, stay : Numbers
        What becomes of one person an age below, and of one at the age itself (movers, the open age), shape (..., 2, ages).
    fixed, moved : Numbers
        What is added in any case, and by one person of surplus, shape (..., 2, ages).
    mothers : Numbers
        Births per woman present at the start, shape (..., ages).
    born, born_moved : Numbers
        Births by those who arrive, and by one person of surplus, shape (...).
    newborn : Numbers
        Girls and boys at the end of the year per birth, shape (..., 2).
    """

    up: Numbers
    stay: Numbers
    fixed: Numbers
    moved: Numbers
    mothers: Numbers
    born: Numbers
    born_moved: Numbers
    newborn: Numbers

    @classmethod
    def of(
        cls,
        survival: Numbers,
        fertility: Numbers,
        arrivals: Numbers,
        leaving: Numbers,
        spread: Numbers,
        control: Numbers,
        sex_ratio: float,
    ) -> LinearStep:
        """Multiply the rates out.

        Parameters
        ----------
        survival, arrivals, leaving, spread : Numbers
            Shares that survive (as in `step.advance`), persons who arrive, shares that leave, ages of a surplus, shape
            (..., 2, ages).
        fertility : Numbers
            Births per woman and year, shape (..., ages); 0 at age 0.
        control : Numbers
            Factors on the people at the end, broadcast to the shape of ``survival``.
        sex_ratio : float
            Boys per girl at birth.
        """
        kept = control * survival
        half_leaving, half_arrivals, half_spread = leaving / 2, arrivals / 2, spread / 2
        # A woman gives birth at her age's rate at the start and, if she lives, at the next age's at the end.
        later = _of_next_age(fertility * survival[..., 0, :])
        mothers = (fertility + later) / 2
        by_movers = mothers + fertility / 2
        girls = 1.0 / (1.0 + sex_ratio)
        shares = np.array([girls, 1.0 - girls], dtype=survival.dtype)
        return cls(
            up=_aged(1.0 - half_leaving, kept),
            stay=_open(1.0 - half_leaving, kept) - control * half_leaving,
            fixed=_aged(half_arrivals, kept) + _open(half_arrivals, kept) + control * half_arrivals,
            moved=_aged(half_spread, kept) + _open(half_spread, kept) + control * half_spread,
            mothers=mothers - by_movers * half_leaving[..., 0, :],
            born=np.vecdot(by_movers, half_arrivals[..., 0, :]),
            born_moved=np.vecdot(by_movers, half_spread[..., 0, :]),
            newborn=kept[..., 0] * shares,
        )

    def year(self, t: int, shape: tuple[int, ...]) -> LinearStep:
        """Give one of several steps, its cells in the shape of the people it is for."""
        return LinearStep(
            up=whole(self.up[t], shape),
            stay=whole(self.stay[t], shape),
            fixed=whole(self.fixed[t], shape),
            moved=whole(self.moved[t], shape),
            mothers=self.mothers[t],
            born=self.born[t],
            born_moved=self.born_moved[t],
            newborn=self.newborn[t],
        )

    def advance(self, people: Numbers, surplus: Numbers, room: Numbers) -> None:
        """Carry people over one year, in place.

        Parameters
        ----------
        people : Numbers
            Shape (..., 2, ages), one block of memory; written over.
        surplus : Numbers
            Migrants beyond those of the rates, shape (...).
        room : Numbers
            Memory of the shape of ``people`` to work in.
        """
        born = np.vecdot(people[..., 0, :], self.mothers)
        born += surplus * self.born_moved + self.born
        # The block of memory moves by one place as a whole: nobody comes up to the first age, whose coefficient is 0.
        np.multiply(people.reshape(-1)[:-1], self.up.reshape(-1)[1:], out=room.reshape(-1)[1:])
        room.reshape(-1)[0] = 0.0
        people *= self.stay
        people += room
        np.multiply(self.moved, surplus[..., None, None], out=room)
        room += self.fixed
        people += room
        people[..., 0] += born[..., None] * self.newborn


def whole(numbers: Numbers, shape: tuple[int, ...]) -> Numbers:
    """Return numbers broadcast to a shape in one block of memory."""
    return np.ascontiguousarray(np.broadcast_to(numbers, shape))


def _aged(before: Numbers, survival: Numbers) -> Numbers:
    """Give survivors one age further up; nobody in the first age."""
    after = np.zeros_like(survival)
    after[..., 1:] = before[..., :-1] * survival[..., 1:]
    return after


def _open(before: Numbers, survival: Numbers) -> Numbers:
    """Give survivors who stay in the open age."""
    after = np.zeros_like(survival)
    after[..., -1] = before[..., -1] * survival[..., -1]
    return after


def _of_next_age(rates: Numbers) -> Numbers:
    return np.concatenate([rates[..., 1:], rates[..., -1:]], axis=-1)
