"""Settings: from the environment, the home folder and their defaults, in that order; odd ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from helder.errors import BadInput, BadSetting, UnknownName
from helder.settings import SETTINGS, load


def test_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, environment={})
    assert {name: settings[name] for name in SETTINGS} == {s.name: s.default for s in SETTINGS.values()}
    assert settings.store == f"duckdb:///{tmp_path / 'helder.duckdb'}"


def test_given_wins_over_environment_over_file_over_default(tmp_path: Path) -> None:
    (tmp_path / "helder.toml").write_text('port = 1\nzone = "Europe/Paris"\nhost = "::1"\n')
    settings = load(tmp_path, environment={"HELDER_PORT": "2", "HELDER_ZONE": "UTC"}, port=3, language=None)
    assert (settings["port"], settings["zone"], settings["host"], settings["language"]) == (3, "UTC", "::1", "en")


def test_home_is_named_by_the_environment(tmp_path: Path) -> None:
    assert load(environment={"HELDER_HOME": str(tmp_path)}).home == tmp_path


@pytest.mark.parametrize("text", ["1", "true", "YES", "on"])
def test_yes_can_be_said_in_ways(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, environment={"HELDER_DEBUG": text})["debug"] is True


@pytest.mark.parametrize(("name", "value"), [("HELDER_PORT", "many"), ("HELDER_PORT", "-1"), ("HELDER_DEBUG", "perhaps")])
def test_a_value_of_the_wrong_type_is_refused_with_its_place(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as error:
        load(tmp_path, environment={name: value})
    assert error.value.where == name
    assert error.value.fix


def test_an_unknown_setting_has_its_nearest(tmp_path: Path) -> None:
    (tmp_path / "helder.toml").write_text("prot = 1\n")
    with pytest.raises(UnknownName, match="Did you mean port"):
        load(tmp_path, environment={})


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "helder.toml").write_text("port 1\n")
    with pytest.raises(BadInput, match="line 1"):
        load(tmp_path, environment={})


@pytest.mark.parametrize(
    ("text", "size"), [("12GB", 12 * 10**9), ("800 mb", 8 * 10**8), ("1.5GiB", 3 * 2**29), ("150000KB", 150 * 10**6)]
)
def test_a_size_is_read_with_its_unit(tmp_path: Path, text: str, size: int) -> None:
    assert load(tmp_path, environment={"HELDER_MEMORY": text})["memory"] == size


@pytest.mark.parametrize("text", ["12", "lots", "-1GB", "50%", "99MB", "1e9B"])
def test_what_is_no_size_or_too_small_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSetting, match="memory cannot be") as error:
        load(tmp_path, environment={"HELDER_MEMORY": text})
    assert "12GB" in str(error.value.fix)
