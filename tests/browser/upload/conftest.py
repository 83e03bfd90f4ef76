"""Servers to upload to, with a browser or without, and files to give them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browser.conftest import Server

HEAD = "nr;cijfer;wanneer;klant;opmerking\n"
#: Ten scores of 9 and five of 3, which is a Net Promoter Score of 33; and two rows that no one can read.
ROWS = "".join(f"{i};{9 if i < 10 else 3};{1 + i:02}-05-2025;k{i};fine\n" for i in range(15))
BAD = "97;tien;11-05-2025;k97;a ten\n98;10;31-02-2025;k98;another\n"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a company that has nothing yet."""
    running = serve(tmp_path_factory.mktemp("fresh"))
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """What a survey tool exports."""
    path = tmp_path / "enquête mei.csv"
    path.write_text(HEAD + ROWS + BAD, encoding="utf-8")
    return path


LIMIT = 150
LINE = b"p%09d,a product with a name of some length,12.50\n"


@pytest.fixture(scope="module")
def limited(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes files up to LIMIT megabytes."""
    home = tmp_path_factory.mktemp("large")
    (home / "helder.toml").write_text(f"upload_megabytes = {LIMIT}\n")
    running = serve(home)
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def client(limited: Server) -> Iterator[httpx.Client]:
    """Someone signed in, without a browser."""
    with httpx.Client(base_url=limited.address, timeout=120) as found:
        token = token_of(found.get("/sign-in").text)
        found.post("/sign-in", data={"username": "admin", "password": limited.password, "csrfmiddlewaretoken": token})
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


def until(holds: Callable[[], bool]) -> None:
    """Wait for something, half a minute at most."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to hold")
