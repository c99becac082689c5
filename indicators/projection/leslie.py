"""The projection of women as a matrix: long-run growth, stable age structure, reproductive value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.projection.step import SEX_RATIO

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Growth:
    """Where a population tends to under unchanging rates.

    Attributes
    ----------
    rate : float
        Growth factor per interval (the dominant eigenvalue, lambda).
    stable : ndarray, shape (A,)
        Share of each group in the long run, adding up to 1 (right eigenvector).
    reproductive : ndarray, shape (A,)
        Contribution of one person of each group to the later population, the first group being 1 (left eigenvector).
    """

    rate: float
    stable: Floats
    reproductive: Floats


def leslie_matrix(
    survival: npt.ArrayLike, fertility: npt.ArrayLike, width: float = 1.0, sex_ratio: float = SEX_RATIO
) -> Floats:
    """Return the matrix that carries the women of a closed population over one interval, as `step.advance` does.

    Parameters
    ----------
    survival : array_like, shape (A,)
        Shares surviving of women, as from `life_table.survival`.
    fertility : array_like, shape (A,)
        Births per woman and year; 0 in the first group.
    width : float, optional
        Years of an age group.
    sex_ratio : float, optional
        Boys per girl at birth.

    Returns
    -------
    ndarray, shape (A, A)
        Matrix M with N(t + n) = M N(t): girls in the first row, shares surviving below the diagonal, the last two groups
        running together.

    Raises
    ------
    ValueError
        If the two do not have the same length, or women of the first group have children.

    Notes
    -----
    Preston, Heuveline and Guillot (2001), section 6.4; the first row counts the women at the start and at the end.

    Examples
    --------
    >>> leslie_matrix([1.0, 0.9, 0.5], [0.0, 2.05, 0.0]).round(3).tolist()
    [[0.45, 0.5, 0.0], [0.9, 0.0, 0.0], [0.0, 0.5, 0.5]]
    """
    alive, births = np.asarray(survival, dtype=np.float64), np.asarray(fertility, dtype=np.float64)
    if alive.shape != births.shape or alive.ndim != 1 or alive.size < 2:
        raise ValueError("Überleben und Geburten brauchen dieselben Altersgruppen, mindestens zwei.")
    if births[0] != 0:
        raise ValueError("In der ersten Altersgruppe kann es noch keine Geburten geben.")
    matrix = np.diag(alive[1:], -1)
    matrix[-1, -1] = alive[-1]
    later = np.append(births[1:], births[-1]) * np.append(alive[1:], alive[-1])
    matrix[0] += alive[0] * width / (1.0 + sex_ratio) * (births + later) / 2.0
    return matrix


def growth(matrix: npt.ArrayLike) -> Growth:
    """Return growth factor, stable structure and reproductive values of a projection matrix.

    Parameters
    ----------
    matrix : array_like, shape (A, A)
        Non-negative projection matrix, by age or by stage; entry (i, j) leads from group j to group i.

    Returns
    -------
    Growth
        The dominant eigenvalue with its eigenvectors.

    Raises
    ------
    ValueError
        If the matrix is not square or has negative entries, or if the first group does not take part in the growth
        (as without any births).

    Notes
    -----
    Caswell, *Matrix Population Models* (2nd ed. 2001), chapter 4.

    Examples
    --------
    >>> result = growth([[0.0, 2.0], [0.5, 0.0]])
    >>> result.rate, result.stable.round(3).tolist(), result.reproductive.round(3).tolist()
    (1.0, [0.667, 0.333], [1.0, 2.0])
    """
    square = np.asarray(matrix, dtype=np.float64)
    if square.ndim != 2 or square.shape[0] != square.shape[1] or not np.all(square >= 0):
        raise ValueError("Die Matrix muss quadratisch sein und darf keine negativen Werte enthalten.")
    rate, stable = _dominant(square)
    _, value = _dominant(square.T)
    if rate <= 0 or stable[0] <= 0 or value[0] <= 0:
        raise ValueError("Ohne Geburten stirbt die Bevölkerung aus; ein langfristiges Wachstum gibt es dann nicht.")
    return Growth(rate, stable / stable.sum(), value / value[0])


def _dominant(square: Floats) -> tuple[float, Floats]:
    """Return the eigenvalue of largest real part with its vector, freed from signs and rounding noise."""
    values, vectors = np.linalg.eig(square)
    index = int(np.argmax(values.real))
    vector = np.abs(vectors[:, index].real)
    return float(values[index].real), np.where(vector > vector.max() * 1e-12, vector, 0.0)
