"""helder retention, beside no server and beside one that does it for the command."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from erasing.anna import opened, shop
from erasing.people import bytes_of

RULES = (
    'turns = {personal = "1 month"}\nanswers = "1 month"\nmentions = {personal = "1 month"}\ncustomers = {personal = "1 month"}\n'
)
TEXTS = {"what Anna said", "an-answer-1"}
#: Of the rules above: the rows that go, those without what is personal, those without an age.
FORESEEN = {"turns": ("0", "1", "0"), "answers": ("3", "0", "0"), "mentions": ("0", "1", "0"), "customers": ("0", "0", "2")}


def _helder(home: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(home, *words), input=said, capture_output=True, text=True, env=_environment(home), timeout=200, check=False
    )


def _command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HELDER_STORE": f"duckdb:///{home / 'cx.duckdb'}", "HELDER_ZONE": "UTC", "COLUMNS": "200"}


def _foreseen(told: str) -> dict[str, tuple[str, ...]]:
    """By table: older rows, those with something personal that is older, those without an age."""
    found = {}
    for line in told.splitlines():
        words = line.split("  ")
        cells = [word.strip() for word in words if word.strip()]
        if len(cells) == 9 and cells[0] in FORESEEN:
            found[cells[0]] = tuple("0" if cells[i] == "-" else cells[i] for i in (3, 6, 7))
    return found


def _audited(home: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home / "helder.sqlite3")) as database:
        return database.execute("select verb, details from accounts_entry where verb like '%retention' order by id").fetchall()


def _home(folder: Path) -> Path:
    shop(folder).close()
    with closing(opened(folder)) as engine:
        assert engine.query("from page_events where event_id = 'an-event-2'").num_rows == 1
    (folder / "retention.toml").write_text(RULES)
    return folder


def test_shown_asked_for_and_done(tmp_path: Path) -> None:
    home = _home(tmp_path)
    shown = _helder(home, "retention")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert _foreseen(shown.stdout) == FORESEEN
    assert "2 rows of customers stay, as nothing tells how old they are." in shown.stdout
    assert "Last applied: never." in shown.stdout
    refused = _helder(home, "retention", "--apply", said="n\n")
    assert (refused.returncode, "Nothing was taken out" in refused.stderr) == (2, True)
    assert bytes_of(home / "cx.duckdb", TEXTS) == TEXTS
    assert _foreseen(_helder(home, "retention").stdout) == FORESEEN
    done = _helder(home, "retention", "--apply", said="y\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 rows are gone, and what was personal in 2 more." in done.stdout
    assert bytes_of(home / "cx.duckdb", TEXTS) == set()
    again = _helder(home, "retention", "--apply")  # which asks nothing, as there is nothing to do
    assert (again.returncode, "0 rows are gone" in again.stdout) == (0, True)
    assert _audited(home) == [
        ("applied_retention", '{"rows_let_go": {"answers": 3}, "rows_emptied": {"turns": 1, "mentions": 1}}'),
        ("applied_retention", "{}"),
    ]


def test_beside_a_server(tmp_path: Path) -> None:
    """Which has the store open, and reads the rules as they are now."""
    home = _home(tmp_path)
    (home / "retention.toml").write_text("")
    with subprocess.Popen(
        _command(home, "serve", "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_environment(home),
    ) as server:
        try:
            assert server.stdout is not None
            assert any(line.startswith("Stop it") for line in server.stdout)
            (home / "retention.toml").write_text(RULES)
            shown = _helder(home, "retention")
            assert (_foreseen(shown.stdout), shown.stderr) == (FORESEEN, "")
            done = _helder(home, "retention", "--apply", "--yes")
            assert (done.returncode, done.stderr) == (0, "")
            assert "3 rows are gone, and what was personal in 2 more." in done.stdout
            assert bytes_of(home / "cx.duckdb", TEXTS) == set()
            assert "Last applied: 2" in _helder(home, "retention").stdout
            doctor = _helder(home, "doctor")
            assert "retention: rows of 4 tables go by age: turns, answers, mentions, customers" in doctor.stdout
        finally:
            server.terminate()
            server.communicate(timeout=60)


def test_rules_that_are_wrong(tmp_path: Path) -> None:
    """Neither the command nor the server goes on with them; the doctor tells of them."""
    (tmp_path / "retention.toml").write_text('turns = "90 weeks"\n')
    for words in (("retention",), ("serve", "--port", "0")):
        refused = _helder(tmp_path, *words)
        assert (refused.returncode, "There is no unit 'weeks'" in refused.stderr) == (2, True)
        assert f"{tmp_path}/retention.toml, line 1" in refused.stderr
    examined = _helder(tmp_path, "doctor")
    assert examined.returncode == 1
    assert "fault    retention: " in examined.stdout


def test_without_rules(tmp_path: Path) -> None:
    told = _helder(tmp_path, "retention", "--apply", "--yes")
    assert (told.returncode, told.stdout.startswith("No table has a rule")) == (0, True)
    assert not (tmp_path / "cx.duckdb").exists()


def test_an_engine_that_cannot_is_told_of(tmp_path: Path) -> None:
    from helder.doctor.examine import examine
    from helder.doctor.finding import Status

    def found() -> list[str]:
        findings = examine(tmp_path, None, environment={"HELDER_STORE": "clickhouse://one:secret@nowhere:1/cx"})
        return [one.what for one in findings if one.about == "retention" and one.status is Status.fault]

    assert found() == []
    (tmp_path / "retention.toml").write_text(RULES)
    assert found() == [f"{tmp_path}/retention.toml: ClickHouse cannot let go of rows by their age yet."]
