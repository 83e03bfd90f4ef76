"""Large files at a running server: written to disk as they arrive, and no more of them than may be."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browser.conftest import Server

LIMIT = 150
LINE = b"p%09d,a product with a name of some length,12.50\n"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("large")
    (home / "helder.toml").write_text(f"upload_megabytes = {LIMIT}\n")
    running = serve(home)
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Someone signed in, without a browser."""
    with httpx.Client(base_url=server.address, timeout=120) as found:
        token = token_of(found.get("/sign-in").text)
        found.post("/sign-in", data={"username": "admin", "password": server.password, "csrfmiddlewaretoken": token})
        yield found


def token_of(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def kept(server: Server) -> dict[str, int]:
    folder = server.home / "web" / "uploads"
    return {path.name: path.stat().st_size for path in folder.iterdir()} if folder.is_dir() else {}


def peak(server: Server) -> int:
    """The most memory the server has used, in MB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024  # type: ignore[index]


def large(folder: Path, megabytes: int) -> Path:
    path = folder / "products.csv"
    with path.open("wb") as file:
        file.write(b"product_id,name,price\n")
        written = 0
        while written < megabytes * 10**6:
            written += file.write(b"".join(LINE % (written + i) for i in range(20_000)))
    return path


def send(client: httpx.Client, path: Path) -> httpx.Response:
    token = token_of(client.get("/uploads").text)
    with path.open("rb") as file:
        return client.post("/uploads", data={"csrfmiddlewaretoken": token}, files={"file": (path.name, file)})


def test_a_large_file_is_taken_in_little_memory(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_bytes(b"product_id\np1\n")
    assert send(client, tmp_path / "small.csv").status_code == 302
    before, path = peak(server), large(tmp_path, 130)
    answer = send(client, path)
    assert answer.status_code == 302
    key = answer.headers["Location"].rsplit("/", 1)[1].replace("-", "")
    assert kept(server)[key] == path.stat().st_size
    assert peak(server) - before < 100


def test_a_load_is_watched_and_cancelled(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    here = send(client, large(tmp_path, 140)).headers["Location"]
    token = {"csrfmiddlewaretoken": token_of(client.get(here).text)}
    assert client.post(f"{here}/load", data=token).status_code == 302
    _until(lambda: "Being loaded, about" in client.get(here).text)
    assert client.get(f"{here}/progress").status_code == 200
    assert client.post(f"{here}/cancel", data=token).status_code == 302
    _until(lambda: "Cancelled: nothing of it was loaded" in client.get(here).text)
    assert "products.csv" not in client.get("/loads").text


def test_too_large_a_file_is_refused_and_nothing_of_it_is_kept(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    before = kept(server)
    answer = send(client, large(tmp_path, 170))
    assert answer.status_code == 413
    assert f"The file is larger than {LIMIT} MB" in answer.text
    assert kept(server) == before


def raw(server: Server, cookie: str, token: str, sent: int, size: int) -> socket.socket:
    """A connection on which a form of so many bytes is begun, of which some are sent."""
    host, port = server.address.removeprefix("http://").split(":")
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


def test_whoever_is_not_signed_in_is_answered_before_anything_is_taken(server: Server) -> None:
    before = kept(server)
    with raw(server, "", "none", 100_000, 10**12) as wire:
        assert b"302" in wire.recv(4096).split(b"\r\n")[0]
    assert kept(server) == before


def test_a_connection_that_breaks_leaves_nothing(server: Server, client: httpx.Client) -> None:
    before, token = kept(server), token_of(client.get("/uploads").text)
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    wire = raw(server, cookie, token, 2_000_000, 50_000_000)
    _until(lambda: len(kept(server)) == len(before) + 1)
    wire.close()
    _until(lambda: kept(server) == before)
    assert client.get("/uploads").status_code == 200


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to hold")


@pytest.fixture
def small_disk(server: Server) -> Iterator[Path]:
    """A disk of six megabytes for uploads, where this may be made."""
    folder = server.home / "web" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told(client: httpx.Client, small_disk: Path, tmp_path: Path) -> None:
    answer = send(client, large(tmp_path, 20))
    assert answer.status_code == 503
    assert "The file cannot be kept: No space left on device" in answer.text
    assert list(small_disk.iterdir()) == []
