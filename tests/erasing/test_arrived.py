"""Rows that arrived are in no file of the home folder once their customer is erased, the journal's included."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from erasing.anna import ANNA, opened
from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import Engine
from helder.engines.erasing import Erasure
from helder.errors import StoreError
from helder.model import TABLES

ROW = {"customer_id": ANNA, "name": "Anna Peters", "email": ANNA}
OTHER = {"customer_id": "c9", "name": "Cas"}


def said(home: Path) -> list[str]:
    """The files that name Anna."""
    texts = (ANNA.encode(), b"Anna Peters")
    files = [one for one in home.rglob("*") if one.is_file()]
    return [one.name for one in files if any(text in one.read_bytes() for text in texts)]


def test_the_journal_forgets_them(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as engine, closing(Arrivals(engine, tmp_path / "arriving", currency="EUR")) as arrivals:
        arrivals.send(TABLES["customers"], [ROW], source="shop").result()
        arrivals.flush()
        assert any(name.endswith(".journal") for name in said(tmp_path))

        def erase(engine: Engine) -> None:
            assert not any(name.endswith(".journal") for name in said(tmp_path))
            arrivals.send(TABLES["customers"], [ROW], source="shop").result()  # in between, and not known to be kept out
            engine.customers.erase(Erasure(ANNA))  # type: ignore[union-attr]

        arrivals.bring(erase, erasing=True).result()
        assert said(tmp_path) == []
        assert arrivals.send(TABLES["customers"], [ROW, OTHER], source="shop").result().accepted == 1
        arrivals.flush()
        assert engine.query("select customer_id from customers where name = 'Cas'").num_rows == 1
    assert said(tmp_path) == []
    with closing(opened(tmp_path)) as engine, closing(Arrivals(engine, tmp_path / "arriving", currency="EUR")) as arrivals:
        arrivals.send(TABLES["customers"], [{**OTHER, "name": "Cees"}], source="shop").result()
        arrivals.flush()
        assert engine.query("select name from customers where customer_id = 'c9'")["name"].to_pylist() == ["Cees"]


def test_one_that_breaks_off_keeps_out_all_the_same(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as engine, closing(Arrivals(engine, tmp_path / "arriving", currency="EUR")) as arrivals:
        arrivals.send(TABLES["customers"], [ROW], source="shop").result()

        def erase(engine: Engine) -> None:
            engine.customers.take_out(Erasure(ANNA))  # type: ignore[union-attr]
            raise StoreError("The disk is full.")

        with pytest.raises(StoreError, match="full"):
            arrivals.bring(erase, erasing=True).result()
        assert arrivals.send(TABLES["customers"], [ROW], source="shop").result().accepted == 0
