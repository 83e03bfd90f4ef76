"""An export that fails leaves nothing, so that it can be repeated."""

from __future__ import annotations

import resource
from contextlib import closing
from pathlib import Path

import pytest

from erasing.anna import ANNA, shop
from helder.errors import BadQuestion, StoreError
from helder.store import customers


def test_a_full_disk_leaves_no_part_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    file = folder / "anna.zip"
    with closing(shop(tmp_path)) as engine:
        was = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, was[1]))
        try:
            with pytest.raises(StoreError, match="It cannot be written"):
                customers.export(engine, ANNA, file, {})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, was)
        assert list(folder.iterdir()) == []
        customers.export(engine, ANNA, file, {})
        assert [one.name for one in folder.iterdir()] == ["anna.zip"]
        with pytest.raises(BadQuestion, match="There is a file already"):
            customers.export(engine, ANNA, file, {})
