"""`helder boards`, beside the server or without it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from browser.conftest import command, surroundings

from helder.boards.reading import parsed
from helder.boards.ready import ready_made
from helder.metrics import CATALOG


def run(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("--home", home, "boards", *words), capture_output=True, text=True, env=surroundings(), check=False
    )


def test_a_board_goes_out_and_comes_in(tmp_path: Path) -> None:
    file = tmp_path / "voice.toml"
    assert run(tmp_path, "export", "voice", "--output", file).returncode == 0
    assert parsed(file.read_text(encoding="utf-8"), CATALOG) == ready_made()["voice"]
    assert "tiles: sound." in run(tmp_path, "check", file).stdout
    key = run(tmp_path, "import", file).stdout.strip()
    assert run(tmp_path, "import", file, "--board", key).stdout.strip() == key
    listed = next(line for line in run(tmp_path, "list").stdout.splitlines() if line.startswith(key))
    assert listed.split()[1:6] == ["Voice", "of", "the", "customer", "2"]
    assert parsed(run(tmp_path, "export", key).stdout, CATALOG) == ready_made()["voice"]


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ('title = "a"\nperiod = "now"\n', ("check", "FILE"), "board.toml, line 2"),
        ('title = "a"\n', ("import", "FILE", "--owner", "nobody"), "no person 'nobody'"),
        ('title = "a"\n', ("import", "FILE", "--board", "gone"), "no board 'gone'"),
        ("", ("export", "executiv"), "Did you mean executive"),
        ("", ("check", "missing.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, words: tuple[str, ...], says: str) -> None:
    file = tmp_path / "board.toml"
    file.write_text(text)
    done = run(tmp_path, *(str(file) if word == "FILE" else word for word in words))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
