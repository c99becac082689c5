"""The shipped county's projection, built once for all tests of the calculations and of the pages, and one launched in 2013."""

from __future__ import annotations

import pytest

from data.package import Package
from indicators.projection.forecast import TODAY, Forecasts
from indicators.projection.known import Known
from indicators.projection.model import Model
from views import resources


@pytest.fixture(scope="session")
def shipped() -> Package:
    return resources.package()


@pytest.fixture(scope="session")
def known(forecasts) -> Known:
    assert forecasts.model.known.date == TODAY
    return forecasts.model.known


@pytest.fixture(scope="session")
def forecasts() -> Forecasts:
    return resources.forecasts()


@pytest.fixture(scope="session")
def model(forecasts) -> Model:
    return forecasts.model


@pytest.fixture(scope="session")
def launched_2013(shipped) -> Model:
    return Model(Known(shipped, "2013-12-31"), 2023)
