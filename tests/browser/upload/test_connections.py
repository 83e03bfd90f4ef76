"""Who sends a file, and how it breaks off."""

from __future__ import annotations

import socket

import httpx
from browser.conftest import Server
from browser.upload.conftest import kept, token_of, until


def raw(limited: Server, cookie: str, token: str, sent: int, size: int) -> socket.socket:
    """A connection on which a form of so many bytes is begun, of which some are sent."""
    host, port = limited.address.removeprefix("http://").split(":")
    wire = socket.create_connection((host, int(port)), timeout=30)
    start = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    )
    head = (
        f"POST /uploads HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\nContent-Length: {size}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    wire.sendall((head + start).encode() + b"a,b\n" * (sent // 4))
    return wire


def test_whoever_is_not_signed_in_is_answered_before_anything_is_taken(limited: Server) -> None:
    before = kept(limited)
    with raw(limited, "", "none", 100_000, 10**12) as wire:
        assert b"302" in wire.recv(4096).split(b"\r\n")[0]
    assert kept(limited) == before


def test_a_connection_that_breaks_leaves_nothing(limited: Server, client: httpx.Client) -> None:
    before, token = kept(limited), token_of(client.get("/uploads").text)
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    wire = raw(limited, cookie, token, 2_000_000, 50_000_000)
    until(lambda: len(kept(limited)) == len(before) + 1)
    wire.close()
    until(lambda: kept(limited) == before)
    assert client.get("/uploads").status_code == 200
