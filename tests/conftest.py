"""What every test stands on: a clean environment and no way out of this machine."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long a test takes is measured in benchmarks, not judged here
settings.load_profile("untimed")
#: One core per lane, set before numpy is there: threads of its algebra would wait for the core the browser's tests use.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
LOOPBACK = ("127.", "::1", "localhost")


class NetworkUsedError(AssertionError):
    """A test tried to leave this machine."""


def _refuse_outside(method: Any) -> Any:
    """Wrap a socket method so that it refuses every address that is not this machine's own."""

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise NetworkUsedError(f"a test asked {address[0]}, but tests work without a network")
        return method(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Cut this process off: only loopback addresses answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse_outside(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _refuse_outside(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory):
    """Take away what the developer's shell says about Streamlit and about this app; what people write goes to a place of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for key in list(os.environ):
            if key.startswith(("STREAMLIT_", "KOMMUNALPROFIL_")):
                patch.delenv(key)
        patch.setenv("KOMMUNALPROFIL_WERKSTATT", str(tmp_path_factory.mktemp("werkstatt") / "werkstatt.sqlite"))
        yield
