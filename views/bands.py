"""Age bands as people write them down: "0-17" for everybody under 18, "65-" from 65 on."""

from __future__ import annotations

from data.schema import AGE_OPEN
from indicators import ages
from indicators.catalogue import Band


def band_id(band: Band) -> str:
    """Give the id under which a band is stored.

    Examples
    --------
    >>> band_id((0, 18)), band_id((65, 200))
    ('0-17', '65-')
    """
    return f"{band[0]}-" if band[1] >= AGE_OPEN else f"{band[0]}-{band[1] - 1}"


def band_of(stored: str) -> Band:
    """Give the band of an id.

    Examples
    --------
    >>> band_of("0-17")
    (0, 18)

    Raises
    ------
    ValueError
        The text is no band.
    """
    low, _, high = stored.partition("-")
    return int(low), int(high) + 1 if high else AGE_OPEN


def label(stored: str) -> str:
    """Name a stored band in words; what is no band is given back as it stands.

    Examples
    --------
    >>> label("0-17")
    '0 bis 17'
    """
    try:
        return ages.words(band_of(stored))
    except ValueError:
        return stored


def overlap(one: Band, other: Band) -> bool:
    """Tell whether two bands share a year of age."""
    return one[0] < other[1] and other[0] < one[1]
