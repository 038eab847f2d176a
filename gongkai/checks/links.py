"""Addresses of links: which lead outside, and which of those may be asked without reaching into the organ's own network.

An address is asked only over http or https, on an ordinary port, and only when every address that its name resolves to is a public
one (RFC 6890): otherwise a link in a text could make the server ask machines that nobody outside can reach.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Where networks without IPv4 reach IPv4 addresses (RFC 6052)."""
PORTS = (80, 443, 8000, 8080, 8443)
Resolver = Callable[[str, int], Iterable[str]]


class NotAsked(ValueError):
    """The address is not asked; the sentence says why."""


def is_external(address: str) -> bool:
    """Whether a link leads by http or https to a host that it names."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_local(address: str) -> bool:
    """Whether it names a host that only the organ's own network knows; told without asking anyone."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan", ".intranet")):
        return True
    number = _as_number(host)
    return number is not None and not number.is_global


def addresses_of(host: str, port: int) -> list[str]:
    """What a name resolves to."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def safe_target(address: str, resolve: Resolver = addresses_of) -> tuple[str, str, int]:
    """Host, the one network address to connect to, and port. Raises ``NotAsked``.

    Connect to exactly this address: a name asked twice may answer differently the second time.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as problem:
        raise NotAsked("链接的写法不对。") from problem
    if parts.scheme not in ("http", "https") or not host:
        raise NotAsked("只查 http、https 开头的链接。")
    if parts.username or parts.password:
        raise NotAsked("链接里带有用户名或者口令。")
    if port not in PORTS:
        raise NotAsked(f"链接用了不常见的端口{port}。")
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError) as problem:
        raise NotAsked("没有这个网址。") from problem
    if not found:
        raise NotAsked("没有这个网址。")
    for each in found:
        number = _as_number(each)
        if number is None or not number.is_global or number.is_multicast:
            raise NotAsked("链接指向内部网络或者本机地址。")
    return host, found[0], port


def _as_number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        number = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        # 127.1、0x7f000001、2130706433 这类写法，系统也当作地址
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, UnicodeError, ValueError):
            return None
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if number in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        return inner or number
    return number
