"""Bodies that mean harm or make no sense: refused with a reason, at once, and the server goes on."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from pathlib import Path

import httpx
import pyarrow as pa
import pytest
from browser.conftest import Server

from .conftest import answer_row, until

JSON = "application/json"
ARROW = "application/vnd.apache.arrow.stream"
GOOD = json.dumps(answer_row("h")).encode()
DEEP = b"[" * 100_000 + b"]" * 100_000

BODIES: dict[str, tuple[bytes, dict[str, str], int]] = {
    "empty": (b"", {}, 422),
    "blank": (b" \n", {}, 422),
    "no JSON": (b"{", {}, 422),
    "two documents": (b"{} {}", {}, 422),
    "a number": (b"1", {}, 422),
    "a list of lists": (b"[[1]]", {}, 422),
    "nested deeply": (DEEP, {}, 422),
    "nested deeply in a row": (b'{"answer_id": ' + DEEP + b"}", {}, 422),
    "a long number": (b'{"answer_id": ' + b"9" * 10_000 + b"}", {}, 422),
    "no number": (b'{"score": NaN}', {}, 422),
    "half a character": (b'{"answer_id": "\\ud800"}', {}, 422),
    "no character": (b'{"answer_id": "a\\u0000b"}', {}, 422),
    "a zero byte": (b'{"answer_id": "a\x00b"}', {}, 422),
    "no UTF-8": (b'{"answer_id": "\xff"}', {}, 422),
    "an unknown column": (b'{"answer_id": "a", "anwered_at": 1}', {}, 422),
    "a column that is SQL": (json.dumps({'answer_id"; drop table answers; --': 1}).encode(), {}, 422),
    "no gzip": (GOOD, {"Content-Encoding": "gzip"}, 422),
    "gzip cut off": (gzip.compress(GOOD * 1000)[:-20], {"Content-Encoding": "gzip"}, 422),
    "no zstd": (GOOD, {"Content-Encoding": "zstd"}, 422),
    "another packing": (GOOD, {"Content-Encoding": "br"}, 415),
    "two packings": (GOOD, {"Content-Encoding": "gzip, zstd"}, 415),
    "packed twice": (gzip.compress(gzip.compress(b"x" * 2_000_000)), {"Content-Encoding": "gzip"}, 422),
    "gzip that is not said to be": (gzip.compress(GOOD), {"Content-Type": "text/csv"}, 422),
    "gzip that is said to be many rows": (gzip.compress(GOOD) + b"\n" * 2_000_000, {"Content-Type": "text/csv"}, 422),
    "a form": (b"answer_id=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "no Arrow": (b"ARROW1", {"Content-Type": ARROW}, 422),
    "Arrow that says it is long": (b"\xff\xff\xff\xff\xff\xff\xff\x7f", {"Content-Type": ARROW}, 422),
    "CSV of another table": (b"order_id,total\n1,2\n", {"Content-Type": "text/csv"}, 422),
    "CSV with an open quote": (b'answer_id,score\n"a,1\n', {"Content-Type": "text/csv"}, 422),
    "a key with spaces": (GOOD, {"Idempotency-Key": "a b"}, 422),
    "a long key": (GOOD, {"Idempotency-Key": "k" * 201}, 422),
}


@pytest.mark.parametrize("what", BODIES)
def test_what_makes_no_sense_is_refused_with_what_and_fix(call: httpx.Client, what: str) -> None:
    body, headers, status = BODIES[what]
    answer = call.post("/tables/answers", content=body, headers={"Content-Type": JSON, **headers})
    assert answer.status_code == status, answer.text
    said = answer.json()
    assert said["what"]
    assert said["fix"]
    assert str(Path.home()) not in answer.text
    assert "/web/arriving" not in answer.text


def bomb(packing: str) -> bytes:
    """Several times as much as a body may come to, in little."""
    if packing == "zstd":
        return pa.compress(b"\n" * 64_000_000, "zstd", asbytes=True)
    packer, piece = zlib.compressobj(9, wbits=31), b"\n" * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(100)) + packer.flush()


@pytest.mark.parametrize("kind", [JSON, "text/csv", "application/x-ndjson", ARROW])
@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_bomb_is_put_out_while_it_unpacks(call: httpx.Client, packing: str, kind: str) -> None:
    answer = call.post("/tables/answers", content=bomb(packing), headers={"Content-Type": kind, "Content-Encoding": packing})
    assert answer.status_code == 413
    assert "unpacked" in answer.json()["what"]


def test_a_body_too_large_is_refused_before_it_is_read(call: httpx.Client) -> None:
    answer = call.post("/tables/answers", content=b" " * 5_000_000, headers={"Content-Type": JSON})
    assert answer.status_code == 413
    assert "4 MB as sent" in answer.json()["what"]


def test_a_body_that_does_not_say_how_large_it_is_is_refused_when_it_is(live: Server, everything: str) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        head = f"POST /api/v1/tables/answers HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {everything}\r\n"
        line.sendall(f"{head}Content-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        said = b""
        try:
            for _ in range(8):
                line.sendall(piece)
            said = line.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            said = said or line.recv(65536)
        assert b"413" in said.split(b"\r\n")[0]


def test_one_who_hangs_up_leaves_nothing_behind(live: Server, everything: str, call: httpx.Client) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    for _ in range(8):
        with socket.create_connection((host, int(port)), timeout=20) as line:
            head = f"POST /api/v1/tables/answers HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {everything}\r\n"
            line.sendall(f"{head}Content-Type: {JSON}\r\nContent-Length: 3000000\r\n\r\n".encode() + b" " * 2_000_000)
    many = [{"customer_id": f"after{number}"} for number in range(3_000)]
    assert until(lambda: call.post("/tables/customers", json=many).status_code == 200)
    assert list((live.home / "web" / "arriving").iterdir()) == []


def test_an_unknown_table_is_told_with_the_nearest(call: httpx.Client) -> None:
    answer = call.post("/tables/anwers", json=[])
    assert answer.status_code == 404
    assert answer.json()["fix"] == "Did you mean answers?"


@pytest.mark.parametrize("path", ["/tables/", "/tables/answers/", "/tables/..%2fanswers", "/tables/%00", "/tables/answers%0d%0a"])
def test_odd_addresses_are_no_tables(call: httpx.Client, path: str) -> None:
    assert call.post(path, json=[]).status_code == 404
