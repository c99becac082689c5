"""Where this machine is reached in its local networks."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final

import psutil

VIRTUAL: Final = ("br-", "docker", "lxc", "tap", "tun", "vbox", "veth", "virbr", "vmnet", "wg")
"""Cards that lead to no phone: containers, virtual machines, tunnels."""


def lan_addresses() -> list[str]:
    """Give the IPv4 addresses at which others in the local network reach this machine; the likeliest first.

    Nothing is sent anywhere: the system is asked about its own network cards.
    """
    return in_order(_of_cards())


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
    """Give the addresses of all network cards that are switched on, with the card's name."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    cards = {name: entries for name, entries in psutil.net_if_addrs().items() if name in up}
    return [(name, str(e.address)) for name, entries in cards.items() for e in entries if e.family == socket.AF_INET]
