"""The shipped county's projection, built once for all tests, and one launched in 2013."""

from __future__ import annotations

import pytest

from data.package import Package, load
from indicators.projection.forecast import TODAY, Forecasts
from indicators.projection.known import Known
from indicators.projection.model import Model


@pytest.fixture(scope="session")
def shipped() -> Package:
    return load()


@pytest.fixture(scope="session")
def known(shipped) -> Known:
    return Known(shipped, TODAY)


@pytest.fixture(scope="session")
def forecasts(shipped) -> Forecasts:
    return Forecasts(shipped)


@pytest.fixture(scope="session")
def model(forecasts) -> Model:
    return forecasts.model


@pytest.fixture(scope="session")
def launched_2013(shipped) -> Model:
    return Model(Known(shipped, "2013-12-31"), 2023)
