"""A name that leads to a public address when it is checked, and into a private network when it is connected to."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from connectors.sources.mailing import serving
from connectors.sources.office import Office
from connectors.sources.playing import Played
from connectors.sources.test_mailbox import CONNECTION
from mariadb import MariaDB
from s3 import S3

PUBLIC = "93.184.215.14"


@pytest.fixture
def rebinding(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What rebind.example has led to so far: a public address at first, loopback ever after."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **given: Any) -> Any:
        if host != "rebind.example":
            return real(host, port, *args, **given)
        asked.append("127.0.0.1" if asked else PUBLIC)
        return real(asked[-1], port, *args, **given)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_that_leads_elsewhere_once_connected_is_sent_nothing(desk: Office, played: Played, rebinding: list[str]) -> None:
    desk.settings.values["outgoing_private"] = ""  # type: ignore[index]
    text = (desk.home / "sources" / "desk.toml").read_text().replace("http://127.0.0.1", "http://rebind.example")
    desk.connect("desk", text)
    run = desk.run("desk")
    assert "private network (127.0.0.1)" in (run.error or "")
    assert rebinding == [PUBLIC, "127.0.0.1"]
    assert not played.asked


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_so_is_a_mailbox(office: Office, rebinding: list[str], scheme: str) -> None:
    with serving() as box:
        office.settings.values["outgoing_private"] = ""  # type: ignore[index]
        office.connect("mail", CONNECTION.format(address=f"{scheme}://rebind.example:{box.port}"))
        assert "private network (127.0.0.1)" in (office.run("mail").error or "")
        assert rebinding == [PUBLIC, "127.0.0.1"]
        assert box.commands == []


@pytest.mark.parametrize("kind", ["mysql", "mariadb"])
def test_so_is_a_database(office: Office, shop: MariaDB, rebinding: list[str], kind: str) -> None:
    office.settings.values["outgoing_private"] = ""  # type: ignore[index]
    address = f"{kind}://reader@rebind.example:{shop.port}/shop"
    office.connect("shop", f'system = "sql"\n[settings]\nurl = "{address}"\n[records.sales]\ninto = "orders"\n')
    assert "private network (127.0.0.1)" in (office.run("shop").error or "")
    assert rebinding == [PUBLIC, "127.0.0.1"]


def test_so_is_an_object_store(office: Office, store: S3, rebinding: list[str]) -> None:
    office.settings.values["outgoing_private"] = ""  # type: ignore[index]
    text = (office.home / "sources" / "drop.toml").read_text().replace("127.0.0.1", "rebind.example")
    office.connect("drop", text)
    assert "private network (127.0.0.1)" in (office.run("drop").error or "")
    assert rebinding[:2] == [PUBLIC, "127.0.0.1"]
    assert store.asked == []
