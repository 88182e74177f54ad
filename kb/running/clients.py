"""Who asks: one client for each address, or for each that a trusted proxy names; what anybody else says of himself is ignored."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK, HERE, UNKNOWN = ("127.0.0.1", "::1"), "this machine", "unknown"
OF_ONE_HOUSE = 64  # bits of an IPv6 address that a provider gives to one customer


def client_called(address: str) -> str:
    """The client behind an address: this machine is one, and so is all of an IPv6 network of one customer.

    >>> client_called("::ffff:192.0.2.7"), client_called("::1"), client_called("2001:db8:1:2:3::4")
    ('192.0.2.7', 'this machine', '2001:db8:1:2::/64')
    """
    found = _address(address)
    if found is None:
        return UNKNOWN
    if str(found) in LOOPBACK:
        return HERE
    if found.version == 6:
        return str(ipaddress.ip_network((found, OF_ONE_HOUSE), strict=False))
    return str(found)


class Proxies:
    """The proxies in front of the service, and the header in which they name who asked them."""

    def __init__(self, networks: tuple[Network, ...] = (), header: str = "x-forwarded-for") -> None:
        self._networks, self.header = networks, header

    def includes(self, address: str) -> bool:
        """Whether an address is one of a trusted proxy."""
        found = _address(address)
        return found is not None and any(found.version == one.version and found in one for one in self._networks)

    def client(self, peer: str, headers: Mapping[str, str]) -> str:
        """Who asks: the last address in the header that is no proxy of ours if a proxy asks, else the peer itself."""
        if not self.includes(peer):
            return client_called(peer)
        named = [part.strip() for part in headers.get(self.header, "").split(",") if part.strip()]
        return client_called(next((one for one in reversed(named) if not self.includes(one)), peer))


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return (found.version == 6 and found.ipv4_mapped) or found
