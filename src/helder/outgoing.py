"""Addresses that Helder calls for its users: none in a private network, unless the settings allow it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from helder.errors import BadInput, BadSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(text: str, *, where: str = "outgoing_private") -> tuple[Network, ...]:
    """The private networks a setting names, separated by commas. Raises BadSetting for one that is none."""
    try:
        return tuple(ipaddress.ip_network(piece.strip()) for piece in text.split(",") if piece.strip())
    except ValueError as error:
        raise BadSetting(f"This is no network: {error}.", where=where, fix="Write them as 10.0.0.0/8,192.168.1.5/32.") from error


def check(
    url: str, allowed: Iterable[Network], *, schemes: Iterable[str] = ("https", "http"), where: str | None = None
) -> tuple[str, ...]:
    """The addresses of a URL's host, which may be called.

    Raises BadInput for a URL that is none of these schemes, whose host is unknown, or that leads into a private network.

    Every address its host has must be public or allowed. Called right before a connection is made, and for every redirect.
    """
    try:
        parts = urlsplit(url)
        well = parts.scheme in tuple(schemes) and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        well = False
    if not well:
        raise BadInput(f"{url!r} is no address that can be called.", where=where, fix=f"It begins with {' or '.join(schemes)}://")
    try:
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadInput(
            f"There is no host {parts.hostname}.", where=where, fix="Look for a slip, or whether its name is known here."
        ) from error
    for entry in found:
        address = ipaddress.ip_address(str(entry[4][0]).partition("%")[0])
        known = getattr(address, "ipv4_mapped", None) or address
        if not known.is_global and not any(known.version == one.version and known in one for one in allowed):
            raise BadInput(
                f"{parts.hostname} is in a private network ({known}).",
                where=where,
                fix=f"If it is to be called, an administrator sets outgoing_private to {known}/{known.max_prefixlen}.",
            )
    return tuple(str(entry[4][0]) for entry in found)
