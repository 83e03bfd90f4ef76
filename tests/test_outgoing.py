"""Which addresses may be called, in whatever form they are written, and what they lead to in the end."""

from __future__ import annotations

import socket

import pytest

from helder.errors import BadInput
from helder.outgoing import check, check_peer, networks, pinned

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fec0::1",
    "fd00::1",
    "ff02::1",
    "ff0e::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:808:808::80ff:fffe",  # Teredo; the client's address is written inverted: 127.0.0.1
    "4000::1",
]
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


def url(address: str) -> str:
    return f"https://[{address}]/" if ":" in address else f"https://{address}/"


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused_in_every_form(address: str) -> None:
    with pytest.raises(BadInput, match="private network"):
        check(url(address), ())


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_may_be_called(address: str) -> None:
    assert len(check(url(address), ())) == 1


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("10.1.2.3", "10.0.0.0/8"), ("::ffff:10.1.2.3", "10.0.0.0/8"), ("64:ff9b:1::7f00:1", "64:ff9b:1::/48"), ("::1", "::1/128")],
)
def test_networks_that_are_allowed_may_be_called(address: str, allowed: str) -> None:
    assert len(check(url(address), networks(allowed))) == 1


def test_a_connection_is_judged_by_where_it_leads() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = server.getsockname()
        with check_peer(socket.create_connection(place), networks("127.0.0.0/8")) as allowed:
            assert allowed.fileno() > 0
        refused = socket.create_connection(place)
        with pytest.raises(BadInput, match="private network"):
            check_peer(refused, ())
        assert refused.fileno() == -1


def test_a_checked_address_is_called_under_its_name() -> None:
    assert pinned("https://a.example:8443/x?y=1", "8.8.8.8") == ("https://8.8.8.8:8443/x?y=1", "a.example:8443", "a.example")
    assert pinned("http://[2606:4700::1]/", "2606:4700::1") == ("http://[2606:4700::1]/", "[2606:4700::1]", "2606:4700::1")
