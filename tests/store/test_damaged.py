"""A backup that is not whole, or is none, is refused, and nothing is written over."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helder.engines import Engine
from helder.errors import BadInput, BadQuestion, StoreError
from helder.settings import Settings
from helder.store import archive
from helder.store.backup import back_up


def silent(what: str, done: int, rows: int) -> None:
    """Tell nobody."""


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _altered(data: bytes) -> bytes:
    at = data.index(b"tables/orders.parquet") + 400
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("change", "said"), [(_cut, "not whole"), (_altered, r"orders\.parquet in it is not what"), (lambda _: b"", "not whole")]
)
def test_a_damaged_backup_is_refused(
    origin: Engine, settings: Settings, tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    back_up(origin, settings, tmp_path / "b.zip", silent)
    (tmp_path / "bad.zip").write_bytes(change((tmp_path / "b.zip").read_bytes()))
    with pytest.raises(BadInput, match=said) as error:
        archive.opened(tmp_path / "bad.zip")
    assert error.value.fix


def test_other_files_are_no_backups(origin: Any, settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as made:
        made.writestr("cat.txt", "a cat")
    with pytest.raises(BadInput, match="not a backup of Helder"):
        archive.opened(tmp_path / "photos.zip")
    before = (tmp_path / "photos.zip").read_bytes()
    with pytest.raises(BadQuestion, match="a file already"):
        back_up(origin, settings, tmp_path / "photos.zip", silent)
    assert (tmp_path / "photos.zip").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name != "posix", reason="there is no disk that is always full")
def test_a_folder_that_cannot_be_written_is_told(origin: Any, settings: Settings) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(origin, settings, Path("/dev/full/b.zip"), silent)
