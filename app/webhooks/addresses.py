"""Where webhooks may post to: hosts the operator lists, or any public one, and always to the address that was looked up."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from app.settings import Settings, listed
from graph.errors import Fault, InvalidDocument

ANY: Final = "*"
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
_SCHEMES: Final = frozenset({"https", "http"})


def hosts_of(settings: Settings) -> frozenset[str]:
    """The hosts the operator lists, none in the demo."""
    return frozenset() if settings.demo else frozenset(host.lower() for host in listed(settings.webhook_hosts))


class Unreachable(Exception):
    """The host has no address now."""


@dataclass(frozen=True)
class Address:
    """An address to post to: `host` as the certificate and the Host header name it, `ip` where it is now."""

    host: str
    ip: str


async def address_of(url: str, hosts: frozenset[str]) -> Address:
    """Where a webhook posts to now: the name is looked up once, and what was found is what is connected to.

    `hosts` are those the operator lists, which may be private ones and plain http; ANY: public hosts by https. Raises
    InvalidDocument for an address that may not be posted to, Unreachable where the name has none.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port  # a port past 65535 is refused here
    except ValueError:
        raise _unfit(url) from None
    is_listed = host in hosts
    plain = parts.username is None and parts.password is None and not parts.fragment
    if not host or not plain or parts.scheme not in _SCHEMES or not (is_listed or ANY in hosts):
        raise _unfit(host or url)
    if parts.scheme != "https" and not is_listed:
        raise _unfit(host)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(host) from None
    ips = [str(entry[4][0]) for entry in found]
    if not is_listed and not all(is_public(ip) for ip in ips):
        raise _unfit(host)
    return Address(host, ips[0])


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also behind what IPv6 wraps around an IPv4 address.

    >>> [is_public(one) for one in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, *_wrapped(ip)))


def _wrapped(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _TRANSLATED:
        wrapped.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in wrapped if one is not None]


def _unfit(value: str) -> InvalidDocument:
    return InvalidDocument((Fault("/url", "unfit-address", value, {}),))
