"""Addresses that Helder calls for its users: none in a private network, unless the settings allow it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from helder.errors import BadInput, BadSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: IPv6 addresses whose last 32 bits are the IPv4 address they lead to: mapped, compatible, and NAT64's. NAT64 within a
#: network of one's own (64:ff9b:1::/48) is reserved, so it is refused as it is.
_WITH_IPV4 = tuple(ipaddress.IPv6Network(one) for one in ("::ffff:0:0/96", "::/96", "64:ff9b::/96"))


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
    places = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for place in places:
        _judge(place, tuple(allowed), f"{parts.hostname} is", where)
    return places


def check_peer(connection: socket.socket, allowed: Iterable[Network], *, where: str | None = None) -> socket.socket:
    """The connection itself, where what it leads to may be called; otherwise it is closed, and BadInput raised.

    A name may lead elsewhere a moment after it was checked: called once connected, before anything is sent.
    """
    try:
        _judge(str(connection.getpeername()[0]), tuple(allowed), "The address leads to what is", where)
    except BaseException:
        connection.close()
        raise
    return connection


def is_private(connection: socket.socket) -> bool:
    """Whether a connection leads to an address that is not public."""
    address = ipaddress.ip_address(str(connection.getpeername()[0]).partition("%")[0])
    return not all(_is_public(one) for one in _reached(address))


def pinned(url: str, place: str) -> tuple[str, str, str]:
    """A URL that leads to one checked address of its host, the Host header to send there, and the name its certificate has."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    ends = f":{parts.port}" if parts.port else ""
    named = f"[{host}]" if ":" in host else host
    return urlunsplit(parts._replace(netloc=(f"[{place}]" if ":" in place else place) + ends)), named + ends, host


def _judge(place: str, allowed: tuple[Network, ...], what: str, where: str | None) -> None:
    address = ipaddress.ip_address(place.partition("%")[0])
    if _is_within(address, allowed):
        return
    for reached in _reached(address):
        if not _is_public(reached) and not _is_within(reached, allowed):
            raise BadInput(
                f"{what} in a private network ({reached}).",
                where=where,
                fix=f"If it is to be called, an administrator sets outgoing_private to {reached}/{reached.max_prefixlen}.",
            )


def _is_within(address: Address, allowed: tuple[Network, ...]) -> bool:
    return any(address.version == one.version and address in one for one in allowed)


def _is_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not getattr(address, "is_site_local", False)


def _reached(address: Address) -> tuple[Address, ...]:
    """What is reached by an address: the IPv4 ones in it, where it is one of those that lead to IPv4; otherwise itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.teredo is not None:
        return address.teredo
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if any(address in one for one in _WITH_IPV4) and int(address) > 1:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)
