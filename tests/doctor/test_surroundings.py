"""The doctor's findings about settings, definitions, versions and the machine."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from helder.doctor import machine, versions
from helder.doctor.examine import examine
from helder.doctor.finding import Finding, Status
from helder.engines import memory
from helder.settings import load


def found(home: Path, **environment: str) -> list[Finding]:
    return list(examine(home, None, environment=environment))


def told(findings: list[Finding], status: Status) -> str:
    return "\n".join(f"{one.about}: {one.what}" for one in findings if one.status is status)


def test_each_setting_is_told_with_where_it_is_from(tmp_path: Path) -> None:
    (tmp_path / "helder.toml").write_text('language = "nl"\n\nstore = "clickhouse://anna:geheim@host:8123/cx"\n')
    findings = found(tmp_path, HELDER_PORT="9000", HELDER_SECRET_KEY="not to be seen")
    said = told(findings, Status.ok)
    assert f"language = nl ({tmp_path}/helder.toml, line 1)" in said
    assert "port = 9000 (HELDER_PORT)" in said
    assert "currency = EUR (default)" in said
    assert "secret_key = hidden (HELDER_SECRET_KEY)" in said
    everything = str(findings)
    assert "not to be seen" not in everything
    assert "geheim" not in everything


def test_every_wrong_setting_is_told_not_the_first_alone(tmp_path: Path) -> None:
    (tmp_path / "helder.toml").write_text('prot = 1\nlanguage = "fr"\n')
    said = told(found(tmp_path, HELDER_MEMORY="lots", HELDER_ZONE="Europe/Amsterdm"), Status.fault)
    for wrong in ("setting 'prot'", "language 'fr'", "memory cannot be 'lots'", "time zone 'Europe/Amsterdm'"):
        assert wrong in said


def test_definitions_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "dimensions.toml").write_text("[channel]\nof = 3\n")
    assert "definitions: " in told(found(tmp_path), Status.fault)


def test_a_library_of_another_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version
    monkeypatch.setattr(versions, "version", lambda name: "30.1" if name == "sqlglot" else real(name))
    (fault,) = [one for one in versions.check() if one.status is Status.fault]
    assert fault.what == "sqlglot is 30.1, Helder works with <30"
    assert "sqlglot<30" in str(fault.fix)


def test_memory_set_above_what_there_is_is_told(tmp_path: Path) -> None:
    there = memory.available()
    assert there is not None
    for size, status in ((there, Status.warning), (500 * 10**6, Status.warning), (2 * 10**9, Status.ok)):
        (finding,) = machine.check_memory(load(tmp_path, environment={}, memory=size))
        assert finding.status is status
