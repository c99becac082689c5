"""The shipped figures, evaluated once for all tests of the monitoring."""

from __future__ import annotations

import pytest

from indicators.catalogue import load_catalogue
from indicators.monitoring.known import Known
from views import resources


@pytest.fixture(scope="package")
def known():
    return Known(resources.rows())  # the figures other tests have evaluated already


@pytest.fixture(scope="package")
def catalogue():
    return load_catalogue()
