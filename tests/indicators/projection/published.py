"""How the published figures beside this module are written down."""

from __future__ import annotations

import numpy as np


def numbers(text):
    """Read numbers parted by blanks."""
    return np.array(text.split(), dtype=float)
