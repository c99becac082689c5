"""The shipped figures, evaluated once for all tests of the monitoring."""

from __future__ import annotations

import pytest

from data.package import load
from indicators.catalogue import load_catalogue
from indicators.evaluate import Evaluator
from indicators.monitoring.known import Known
from indicators.rows import Rows


@pytest.fixture(scope="package")
def known():
    return Known(Rows(Evaluator(load())))


@pytest.fixture(scope="package")
def catalogue():
    return load_catalogue()
