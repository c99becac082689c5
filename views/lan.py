"""Where this machine is reached in its local networks; needs nothing but Python, so that the start command may ask, too."""

from __future__ import annotations

import socket
from typing import Final

#: Loopback and "anywhere"; what a machine gives itself when no network answers (169.254.…) helps nobody.
USELESS: Final = ("127.", "0.", "169.254.")
ELSEWHERE: Final = ("10.255.255.255", 1)
"""A private address that need not exist: the system is asked which way it would take, nothing is sent."""


def lan_addresses() -> list[str]:
    """Give the IPv4 addresses at which others in the local network reach this machine; the likeliest first.

    Nothing is sent anywhere: the names of this machine are looked up, and the system says which way it would take.
    """
    found = [_way_out(), *_by_name()]
    return list(dict.fromkeys(address for address in found if address and not address.startswith(USELESS)))


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _by_name() -> list[str]:
    try:
        return sorted(str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
    except OSError:
        return []
