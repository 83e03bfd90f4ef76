"""Large files at a running server: written to disk as they arrive, and no more of them than may be."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser.conftest import Server
from browser.upload.conftest import LIMIT, kept, large, peak, send, token_of, until


def test_a_large_file_is_taken_in_little_memory(limited: Server, client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_bytes(b"product_id\np1\n")
    assert send(client, tmp_path / "small.csv").status_code == 302
    before, path = peak(limited), large(tmp_path, 130)
    answer = send(client, path)
    assert answer.status_code == 302
    key = answer.headers["Location"].rsplit("/", 1)[1].replace("-", "")
    assert kept(limited)[key] == path.stat().st_size
    assert peak(limited) - before < 100


def test_a_load_is_watched_and_cancelled(limited: Server, client: httpx.Client, tmp_path: Path) -> None:
    here = send(client, large(tmp_path, 140)).headers["Location"]
    token = {"csrfmiddlewaretoken": token_of(client.get(here).text)}
    assert client.post(f"{here}/load", data=token).status_code == 302
    until(lambda: "Being loaded, about" in client.get(here).text)
    assert client.get(f"{here}/progress").status_code == 200
    assert client.post(f"{here}/cancel", data=token).status_code == 302
    until(lambda: "Cancelled: nothing of it was loaded" in client.get(here).text)
    assert "products.csv" not in client.get("/loads").text


def test_too_large_a_file_is_refused_and_nothing_of_it_is_kept(limited: Server, client: httpx.Client, tmp_path: Path) -> None:
    before = kept(limited)
    answer = send(client, large(tmp_path, 170))
    assert answer.status_code == 413
    assert f"The file is larger than {LIMIT} MB" in answer.text
    assert kept(limited) == before


@pytest.fixture
def small_disk(limited: Server) -> Iterator[Path]:
    """A disk of six megabytes for uploads, where this may be made."""
    folder = limited.home / "web" / "uploads"
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
