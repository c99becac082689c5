"""Where this machine is reached in its local networks; needs nothing but Python, so that the start command may ask, too."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterable
from typing import Final

ELSEWHERE: Final = ("10.255.255.255", 1)
"""A private address that need not exist: the system is asked which way it would take, nothing is sent."""
SIOCGIFADDR: Final = 0x8915
"""Linux answers this question about a network card with its address – also where a laptop is its own hotspot and no way leads out."""
VIRTUAL: Final = ("br-", "docker", "lxc", "tap", "tun", "vbox", "veth", "virbr", "vmnet", "wg")
"""Cards that lead to no phone: containers, virtual machines, tunnels."""


def lan_addresses() -> list[str]:
    """Give the IPv4 addresses at which others in the local network reach this machine; the likeliest first.

    Nothing is sent anywhere: Linux is asked about its network cards; elsewhere the names of this machine are looked up, and
    the system says which way it would take.
    """
    return in_order(_of_cards() if sys.platform == "linux" else [("", _way_out()), *_by_name()])


def in_order(found: Iterable[tuple[str, str]]) -> list[str]:
    """Order (card, address) pairs by how likely phones are on that side.

    Addresses for this machine alone, and those it gives itself when no network answers (169.254.…), help nobody.

    Examples
    --------
    >>> in_order([("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("wlan0", "192.168.178.20")])
    ['192.168.178.20', '172.17.0.1']
    """
    known = [(card, ipaddress.IPv4Address(address)) for card, address in found if address]
    usable = [pair for pair in known if not (pair[1].is_loopback or pair[1].is_link_local or pair[1].is_unspecified)]
    ordered = sorted(usable, key=lambda pair: (pair[0].startswith(VIRTUAL), not pair[1].is_private))
    return list(dict.fromkeys(str(address) for _, address in ordered))


def _of_cards() -> list[tuple[str, str]]:
    if sys.platform != "linux":
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, card in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking.fileno(), SIOCGIFADDR, struct.pack("256s", card.encode()[:15]))
            except OSError:  # a card without an address
                continue
            found.append((card, socket.inet_ntoa(answer[20:24])))
    return found


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _by_name() -> list[tuple[str, str]]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [("", str(entry[4][0])) for entry in found]
