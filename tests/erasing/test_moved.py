"""Who was erased stays out wherever the store goes; engines that cannot erase say so."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from erasing.anna import ANNA, again, shop
from helder.engines import open_engine
from helder.engines.erasing import Erasure
from helder.errors import NotSupported
from helder.settings import load as settings_of
from helder.store import archive, backup, customers
from helder.store.moving import move
from helder.store.source import of_store


def _quiet(*said: object) -> None:
    """Hear of no progress."""


def test_a_store_that_was_moved(tmp_path: Path) -> None:
    pytest.importorskip("chdb")
    origin = shop(tmp_path)
    origin.customers.erase(Erasure(ANNA, delete=True))
    with closing(open_engine(f"chdb:///{tmp_path / 'ch'}", zone=origin.zone, unfinished=True, home=tmp_path)) as target:
        with of_store(origin) as source:
            move(source, target, _quiet)
        before = target.counts()
        assert again(target, tmp_path, "orders").rejected == 1
        assert target.counts() == before
        with pytest.raises(NotSupported, match="ClickHouse cannot export or erase"):
            customers.export(target, ANNA, tmp_path / "anna.zip", {})
    origin.close()


def test_a_store_that_was_backed_up(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    origin = shop(home)
    origin.customers.erase(Erasure(ANNA))
    file = tmp_path / "backup.zip"
    backup.back_up(origin, settings_of(home, environment={}), file, _quiet)
    origin.close()
    opened = archive.opened(file)
    assert "erased-key" in opened.of_home
    (tmp_path / "erased-key").write_bytes(opened.of_home["erased-key"].to_pybytes())
    with closing(open_engine("duckdb://", zone=opened.zone, unfinished=True, home=tmp_path)) as target:
        move(opened, target, _quiet)
        assert again(target, tmp_path, "orders").rejected == 1
