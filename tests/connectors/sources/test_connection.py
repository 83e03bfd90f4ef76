"""Connections as files: secrets sealed, slips told with their line, comments kept."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from connectors.sources.office import Office
from connectors.sources.zendesk import CONNECTION

from helder.connectors.sources import connection as connections
from helder.errors import BadInput, BadSetting, HelderError, UnknownName
from helder.home import VAULT_KEY, definitions
from helder.vault import Vault

TEXT = "# ours\n" + CONNECTION.format(address="https://acme.zendesk.com") + "# the end\n"


def test_a_secret_in_clear_is_sealed_the_first_time_it_is_read(office: Office) -> None:
    office.connect("desk", TEXT)
    found = connections.read(office.home, "desk")
    file = office.home / "sources" / "desk.toml"
    assert "a-secret-token" not in file.read_text()
    assert 'token = "sealed:' in file.read_text()
    assert "# ours" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert found.opened(Vault(office.home))["token"] == "a-secret-token"
    kept = file.read_text()
    connections.read(office.home, "desk")
    assert file.read_text() == kept
    (office.home / VAULT_KEY).unlink()
    with pytest.raises(BadSetting, match="another key"):
        found.opened(Vault(office.home))


def test_a_secret_can_be_in_a_variable(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.connect("desk", TEXT.replace("a-secret-token", "env:DESK_TOKEN"))
    found = connections.read(office.home, "desk")
    assert "env:DESK_TOKEN" in (office.home / "sources" / "desk.toml").read_text()
    with pytest.raises(BadInput, match="DESK_TOKEN is not set"):
        found.opened(Vault(office.home))
    monkeypatch.setenv("DESK_TOKEN", "of the environment")
    assert found.opened(Vault(office.home))["token"] == "of the environment"


def test_what_is_written_is_read_again(office: Office) -> None:
    office.connect("desk", TEXT)
    mapping = '[cases.columns]\ncase_id = "id"\nopened_at = { sql = "coalesce(created_at, \'2026-01-01\')" }\n'
    found = connections.read(office.home, "desk")
    changed = replace(
        found,
        title='Desk "two"',
        since=date(2026, 1, 1),
        every=60,
        on=False,
        records={"tickets": {}},
        mappings={"tickets": mapping},
    )
    assert connections.write(office.home, changed) == replace(changed, settings=found.settings)
    assert [one.name for one in changed.listings()] == ["tickets"]
    again = connections.write(office.home, replace(changed, since=None, records={}, mappings={}))
    assert (again.since, again.records, again.mappings) == (None, {}, {})


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ('"zendesk"', '"zendisk"', "system 'zendisk'", 3),
        ("email =", "mail =", "setting of Zendesk 'mail'", 6),
        ("[settings]", "every = 'often'\n[settings]", "every cannot be 'often'", 4),
        ("[settings]", "since = 2026\n[settings]", "since cannot be 2026", 4),
        ("# the end", "[records.tikets]", "list of Zendesk 'tikets'", None),
        ("# the end", '[mappings]\nusers = "nonsense ="', "not TOML", 9),
        ("# the end", "[mappings]\nusers = '''\n[customers.columns]\nname = \"name\"\n'''", "cannot do without customer_id", 9),
        ("# the end", "[[", "not TOML", None),
        ("[settings]", "every = -5\n[settings]", "every cannot be -5", 4),
        ("https://acme", "https://me:hidden@acme", "password stands in the address", 4),
    ],
)
def test_a_slip_is_told_with_its_line(office: Office, old: str, new: str, what: str, line: int | None) -> None:
    office.connect("desk", TEXT.replace(old, new))
    with pytest.raises(HelderError) as told:
        connections.read(office.home, "desk")
    assert what in str(told.value)
    assert "hidden" not in str(told.value)
    if line is not None:
        assert f"line {line}" in str(told.value)


@pytest.mark.parametrize("name", ["../desk", "Desk", "", "a/b", ".hidden"])
def test_no_name_leads_elsewhere(office: Office, name: str) -> None:
    with pytest.raises((BadInput, UnknownName)):
        connections.read(office.home, name)


def test_connections_are_in_a_backup(office: Office) -> None:
    office.connect("desk", TEXT)
    assert "sources/desk.toml" in definitions(office.home)


def test_a_pseudonym_is_the_same_in_one_home_folder_and_another_in_the_next(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    found = Vault(first).pseudonym("eva@client.nl")
    assert found == Vault(first).pseudonym("eva@client.nl")
    assert len({found, Vault(first).pseudonym("kim@client.dk"), Vault(second).pseudonym("eva@client.nl")}) == 3
