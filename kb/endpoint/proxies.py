"""The way to an endpoint: straight, or through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name."""

from __future__ import annotations

import base64
import http.client
import ssl
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from kb.errors import UnavailableError


def connection_to(address: str, seconds: float) -> http.client.HTTPConnection:
    """A connection, not yet made, over which an address is asked; each of its steps may take so many seconds.

    UnavailableError if a proxy is set that is no address.
    """
    parts, proxy = urlsplit(address), proxy_for(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        context = ssl.create_default_context()
        if proxy is None:
            return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
        through = http.client.HTTPSConnection(proxy.hostname or "", proxy.port or 80, timeout=seconds, context=context)
        through.set_tunnel(host, port or 443, _credentials(proxy))
        return through
    if proxy is None:
        return http.client.HTTPConnection(host, port, timeout=seconds)
    return http.client.HTTPConnection(proxy.hostname or "", proxy.port or 80, timeout=seconds)


def target_of(address: str) -> str:
    """What a request for an address names: its path, or all of it where a proxy reads it."""
    parts = urlsplit(address)
    if parts.scheme == "http" and proxy_for(address):
        return address
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def proxy_headers(address: str) -> dict[str, str]:
    """Headers for a proxy that reads the request itself."""
    proxy = proxy_for(address)
    return _credentials(proxy) if proxy and urlsplit(address).scheme == "http" else {}


def proxy_for(address: str) -> SplitResult | None:
    """The proxy that is set for an address; none for this machine and for what NO_PROXY names."""
    parts = urlsplit(address)
    named = getproxies().get(parts.scheme)
    if not named or parts.hostname in ("localhost", "127.0.0.1", "::1") or proxy_bypass(parts.hostname or ""):
        return None
    found = urlsplit(named if "://" in named else f"http://{named}")
    if found.scheme != "http" or not found.hostname:
        raise UnavailableError(f"{parts.scheme.upper()}_PROXY names no proxy that can be used; write http://host:port")
    return found


def _credentials(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode("ascii")}
