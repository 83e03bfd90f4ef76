"""Object stores that do not let Helder in, and those it does not go to."""

from __future__ import annotations

import pytest
from connectors.sources.office import Office
from connectors.sources.storing import connect, put
from s3 import S3

from helder.connectors.sources import connection as connections
from helder.connectors.sources import trial


def change(office: Office, said: str, instead: str) -> None:
    text = (office.home / "sources" / "drop.toml").read_text()
    office.connect("drop", text.replace(said, instead))


@pytest.mark.parametrize(
    ("said", "instead", "what"),
    [
        ("s3://exports", "s3://imports", "NoSuchBucket"),
        ("s3://exports", "s3://", "does not read s3:///daily"),
        ("s3://exports", "az://exports", "does not read az://exports"),
        ("s3://exports", "gs://exports", "does not read gs://exports"),
        ("http://127", "ftp://127", "no address that can be called"),
        ("127.0.0.1", "10.1.2.3", "private network (10.1.2.3)"),
    ],
)
def test_addresses_that_cannot_be_read(office: Office, store: S3, said: str, instead: str, what: str) -> None:
    put(store, 1)
    change(office, said, instead)
    run = office.run("drop")
    assert what in (run.error or "")
    assert run.accepted == 0


@pytest.mark.parametrize("pattern", ["*", "answers-1.csv", "**/answers-*.csv"])
def test_a_bucket_that_is_not_there_is_told_whatever_the_pattern(office: Office, store: S3, pattern: str) -> None:
    connect(office, store, pattern)
    change(office, "s3://exports", "s3://imports")
    assert "NoSuchBucket" in (office.run("drop").error or "")


def test_credentials_that_are_wrong(office: Office, store: S3) -> None:
    put(store, 1)
    sound = (office.home / "sources" / "drop.toml").read_text()
    change(office, store.key, "AKIANOBODY")
    assert "InvalidAccessKeyId" in (office.run("drop").error or "")
    office.connect("drop", sound.replace(store.secret, "another"))
    run = office.run("drop")
    assert "SignatureDoesNotMatch" in (run.error or "")
    assert run.fix == "Check the address and the keys."
    office.connect("drop", sound.replace(store.secret, ""))
    assert office.run("drop").error == "Only one of the two keys is given."
    office.connect("drop", sound)
    assert office.run("drop").accepted == 1


def test_without_keys_none_of_the_machine_are_taken(office: Office, store: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, 1)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", store.key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", store.secret)
    change(office, f'key = "{store.key}"\nsecret = "{store.secret}"\n', "")
    assert "AccessDenied" in (office.run("drop").error or "")


def test_a_public_bucket_needs_no_keys(office: Office, store: S3) -> None:
    put(store, 1)
    change(office, f'key = "{store.key}"\nsecret = "{store.secret}"\n', "")
    store.open_to_all()
    assert office.run("drop").accepted == 1


def test_the_secret_is_kept_sealed(office: Office, store: S3) -> None:
    put(store, 1)
    office.run("drop")
    kept = [file for file in (office.home / "sources").rglob("*") if file.is_file()]
    assert not [file for file in kept if store.secret.encode() in file.read_bytes()]
    assert 'secret = "sealed:' in (office.home / "sources" / "drop.toml").read_text()


def test_a_connection_is_tried_before_it_runs(office: Office, store: S3) -> None:
    put(store, 1)
    change(office, "[settings]", '[settings]\nregion = "eu-west-1"')
    assert "answers-*.csv (1)" in trial.test(office.settings, connections.read(office.home, "drop"))
