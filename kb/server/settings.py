"""What an operator sets for the service, read from the environment and checked before it starts."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kb.errors import UsageError
from kb.running.clients import Proxies
from kb.running.own_limits import open_files

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NAMINGS = ("pseudonym", "address", "none")
CONNECTIONS, CLIENT_CONNECTIONS, MEMORY_MB = 1000, 128, 1024
FILES_BESIDE = 200  # open files that are no connections: stores, indexes, processes
ANY = "*"


@dataclass(frozen=True)
class Settings:
    """Hosts that are answered (none: this machine's names and any bare address), proxies, log, limits of connections, memory."""

    hosts: frozenset[str] = frozenset()
    proxies: Proxies = field(default_factory=Proxies)
    log_file: Path | None = None
    log_clients: str = "pseudonym"
    connections: int = CONNECTIONS
    client_connections: int = CLIENT_CONNECTIONS
    framed_by: str = "'self'"
    memory_mb: int = MEMORY_MB

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings KB_HOSTS, KB_PROXIES, KB_CLIENT_HEADER, KB_ACCESS_LOG, KB_LOG_CLIENTS, KB_FRAMED_BY and those of limits.

        UsageError says what to write where one cannot be understood.
        """
        given = os.environ.get("KB_LOG_CLIENTS", "pseudonym")
        if given not in NAMINGS:
            raise UsageError(f"KB_LOG_CLIENTS is '{given[:20]}'; write one of: {', '.join(NAMINGS)}")
        log = os.environ.get("KB_ACCESS_LOG", "")
        return cls(
            hosts=frozenset(name.lower() for name in _listed("KB_HOSTS")),
            proxies=_proxies(),
            log_file=Path(log) if log else None,
            log_clients=given,
            connections=min(_number("KB_LIMIT_CONNECTIONS", CONNECTIONS), _files() - FILES_BESIDE),
            client_connections=_number("KB_LIMIT_CLIENT_CONNECTIONS", CLIENT_CONNECTIONS),
            framed_by=_sources("KB_FRAMED_BY"),
            memory_mb=_number("KB_LIMIT_SERVICE_MEMORY_MB", MEMORY_MB),
        )

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this service; where no names are set, an address or a name of this machine does."""
        name = without_port(host.strip().lower())
        if self.hosts:
            return ANY in self.hosts or name in self.hosts or host.strip().lower() in self.hosts
        return name in _names_of_this_machine() or _is_address(name.strip("[]"))


def without_port(host: str) -> str:
    """A host without its port.

    >>> without_port("kb.example.org:8501")
    'kb.example.org'
    """
    return re.sub(r":\d+$", "", host)


@lru_cache(maxsize=1)
def _names_of_this_machine() -> tuple[str, ...]:
    return (*LOOPBACK, socket.gethostname().lower(), socket.getfqdn().lower())


def _listed(setting: str) -> list[str]:
    return [part.strip() for part in os.environ.get(setting, "").split(",") if part.strip()]


def _proxies() -> Proxies:
    header = os.environ.get("KB_CLIENT_HEADER", "X-Forwarded-For")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", header):
        raise UsageError("KB_CLIENT_HEADER is no name of a header; write for example X-Forwarded-For")
    try:
        networks = tuple(ipaddress.ip_network(one) for one in _listed("KB_PROXIES"))
    except ValueError as error:
        raise UsageError(f"KB_PROXIES: {error}; write addresses or networks with commas, such as 127.0.0.1,10.0.0.0/8") from None
    return Proxies(networks, header.lower())


def _sources(setting: str) -> str:
    """Origins as a Content-Security-Policy names them."""
    named = _listed(setting)
    wrong = [one for one in named if one != ANY and not re.fullmatch(r"https?://[A-Za-z0-9.*:\[\]-]+", one)]
    if wrong:
        raise UsageError(f"{setting}: '{wrong[0][:60]}' is no origin; write for example https://intranet.example, or *")
    return " ".join(["'self'", *named])


def _number(setting: str, default: int) -> int:
    given = os.environ.get(setting, str(default))
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"{setting} is '{given[:20]}'; write a number above 0")
    return int(given)


def _files() -> int:
    """How many files this process may open, raised as far as the system lets it."""
    wanted = open_files()
    if wanted <= 2 * FILES_BESIDE:
        return FILES_BESIDE + max(1, wanted // 2)
    return wanted


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
