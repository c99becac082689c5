"""The penalised composite link model: the smoothest ages that could have given the groups seen."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.interpolate import BSpline

Floats = npt.NDArray[np.float64]

#: Years per knot of the spline, its degree, and the part of the range by which it reaches over both ends.
_YEARS_PER_KNOT: Final = 2
_DEGREE: Final = 3
_MARGIN: Final = 0.01
#: Penalties tried where none is given, in equal steps of their logarithm.
_PENALTIES: Final = np.logspace(-0.5, 5.0, 23)
_ROUNDS: Final = 300
#: The fit has settled when no age changes by more than this part of the highest.
_SETTLED: Final = 1e-9
#: Penalty on first differences: so small that it does not show in five digits, unless all persons are in one group at an end, where
#: the decline from there on would otherwise become steeper for ever.
_FLATTENING: Final = 1e-6
#: Logarithms of ages stay within these bounds.
_LOGS: Final = (-60.0, 60.0)


def pclm(
    groups: npt.ArrayLike,
    widths: npt.ArrayLike,
    exposure: npt.ArrayLike | None = None,
    penalty: float | None = None,
    criterion: Literal["aic", "bic"] = "bic",
) -> Floats:
    """Split groups of any width by the penalised composite link model.

    The groups are taken as Poisson counts whose expected values are sums over single ages; the logarithm of the ages is a
    cubic spline held smooth by a penalty on second differences of its coefficients.

    Parameters
    ----------
    groups : array_like, shape (..., group)
        Persons or events per age group, none negative.
    widths : array_like of int, shape (group,)
        Years of each group.
    exposure : array_like, shape (..., age), optional
        Persons at risk by single age. If given, rates are fitted instead of counts.
    penalty : float, optional
        Weight of the penalty. If left out, the best of a series of values is taken for each row.
    criterion : {"aic", "bic"}, optional
        What makes a penalty best.

    Returns
    -------
    ndarray, shape (..., age)
        Expected counts by single age, or rates; positive, except where the whole row is zero. The sums of the groups are
        met closely, not exactly.

    Raises
    ------
    ValueError
        If the input has negative numbers or does not go together, or if no fit was found.

    Notes
    -----
    S. Rizzi, J. Gampe and P. H. C. Eilers, Efficient estimation of smooth distributions from coarsely grouped data,
    *American Journal of Epidemiology* 182 (2015), 138-147. The penalty here is the lambda of that article; the R package
    ungroup (1.4) multiplies its penalty by the square root of what it calls lambda, so that its 100 is 10 here.

    Examples
    --------
    >>> ages = pclm([80, 60, 30, 10], [5, 5, 5, 5], penalty=1.0)
    >>> ages.shape, bool(ages[0] > ages[-1]), float(ages[:5].sum().round(0))
    ((20,), True, 80.0)
    """
    values = np.asarray(groups, dtype=np.float64)
    years = np.asarray(widths)
    at_risk = np.ones(int(years.sum())) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if years.shape != values.shape[-1:] or at_risk.shape[-1] != years.sum():
        raise ValueError("Altersgruppen, ihre Breiten und die Personen je Alter passen nicht zusammen.")
    if not np.all(values >= 0) or not np.all(at_risk > 0) or (penalty is not None and penalty <= 0):
        raise ValueError("Die Altersgruppen dürfen nicht negativ, Personen je Alter und Glättung müssen über 0 sein.")
    composed = np.repeat(np.eye(years.size), years, axis=1) * at_risk[..., None, :]
    filled = np.where(values.sum(axis=-1, keepdims=True) > 0, values, 1.0)
    fitted = _best(filled, composed, criterion) if penalty is None else _fit(filled, composed, penalty)[0]
    return np.asarray(np.where(values.sum(axis=-1, keepdims=True) > 0, fitted, 0.0))


def _best(values: Floats, composed: Floats, criterion: Literal["aic", "bic"]) -> Floats:
    """Return the ages fitted with the penalty that each row's criterion likes best."""
    tried = [_fit(values, composed, float(weight)) for weight in _PENALTIES]
    price = 2.0 if criterion == "aic" else float(np.log(values.shape[-1]))
    scores = np.stack([deviance + price * dimension for _, deviance, dimension in tried])
    ages = np.stack([ages for ages, _, _ in tried])
    return np.asarray(np.take_along_axis(ages, scores.argmin(axis=0)[None, ..., None], axis=0)[0])


def _fit(values: Floats, composed: Floats, penalty: float) -> tuple[Floats, Floats, Floats]:
    """Return fitted ages, deviance and effective dimension by Fisher scoring.

    It starts from the highest rate of all groups: coming from above, the steps are short; from below they overshoot.
    """
    basis, roughness, slope = _basis(composed.shape[-1])
    penalised = penalty * roughness + _FLATTENING * slope
    highest = (values / composed.sum(axis=-1)).max(axis=-1)
    level = np.broadcast_to(np.log(highest), np.broadcast_shapes(values.shape[:-1], composed.shape[:-2]))
    weights = np.repeat(level[..., None], basis.shape[1], axis=-1)
    ages = np.exp(weights @ basis.T)
    for _ in range(_ROUNDS):
        weighted = composed * ages[..., None, :]
        expected = weighted.sum(axis=-1)
        model = weighted @ basis
        information = np.swapaxes(model, -1, -2) @ (model / expected[..., None])
        gradient = ((values / expected - 1.0)[..., None, :] @ model)[..., 0, :] - weights @ penalised
        curvature = information + penalised
        weights = weights + np.linalg.solve(curvature, gradient[..., None])[..., 0]
        before, ages = ages, np.exp(np.clip(weights @ basis.T, *_LOGS))
        if np.all(np.abs(ages - before) <= _SETTLED * ages.max(axis=-1, keepdims=True)):
            break
    else:
        raise ValueError("Für diese Altersgruppen wurde keine glatte Verteilung gefunden; bitte stärker glätten.")
    dimension = np.trace(np.linalg.solve(curvature, information), axis1=-2, axis2=-1)
    return ages, _deviance(values, (composed @ ages[..., None])[..., 0]), dimension


def _deviance(values: Floats, expected: Floats) -> Floats:
    """Return the Poisson deviance."""
    ratio = np.where(values > 0, values, 1.0) / np.where(values > 0, expected, 1.0)
    return np.asarray(2.0 * (values * np.log(ratio) - values + expected).sum(axis=-1))


@cache
def _basis(count: int) -> tuple[Floats, Floats, Floats]:
    """Return B-splines over equal intervals at the ages; penalties on second and first differences of coefficients."""
    margin = _MARGIN * (count - 1)
    pieces = max(count // _YEARS_PER_KNOT, 1)
    distance = (count - 1 + 2 * margin) / pieces
    knots = -margin + distance * np.arange(-_DEGREE, pieces + _DEGREE + 1)
    splines = BSpline.design_matrix(np.arange(count, dtype=np.float64), knots, _DEGREE).toarray()
    first, second = (np.diff(np.eye(splines.shape[1]), order, axis=0) for order in (1, 2))
    return splines, second.T @ second, first.T @ first
