"""`helder rows` and `helder profiles`: the rows behind a number, and how others count it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_every_row_counted_is_given(run: Run, home: Path) -> None:
    rows = json.loads(run("--home", home, "rows", "nps", "--limit", "0", "--format", "json").out)
    assert len(rows) == 11
    assert all(row["score"] is not None for row in rows)


def test_rows_left_out_say_why(run: Run, home: Path) -> None:
    (row,) = json.loads(run("--home", home, "rows", "nps", "--left-out", "--format", "json").out)
    assert row["left_out"] == "no score: blank or dismissed"


def test_pages_follow_on_each_other(run: Run, home: Path) -> None:
    pages = [
        json.loads(run("--home", home, "rows", "nps", "--limit", "4", "--offset", at, "--format", "json").out) for at in (0, 4, 8)
    ]
    assert [len(page) for page in pages] == [4, 4, 3]
    assert len({row["answer_id"] for page in pages for row in page}) == 11


def test_a_table_says_where_it_goes_on(run: Run, home: Path) -> None:
    assert "4 rows; the next: --offset 4" in run("--home", home, "rows", "nps", "--limit", "4").out.decode()


def test_the_command_an_explanation_gives_gives_its_rows(run: Run, home: Path) -> None:
    words = ("nps", "--since", "2026-05-01", "--where", "channel = 'phone'")
    (told,) = json.loads(run("--home", home, "explain", *words, "--format", "json").out)
    command = shlex.split(told["parts"][0]["all_rows"])[1:]
    assert len(json.loads(run("--home", home, *command, "--format", "json").out)) == told["counted"] > 0


def test_a_part_that_is_not_there_is_refused(run: Run, home: Path) -> None:
    done = run("--home", home, "rows", "nps", "--part", "1")
    assert done.status == 2
    assert "nps has no part 1" in done.err


def test_profiles_are_listed_with_their_sources(run: Run, home: Path) -> None:
    rules = json.loads(run("--home", home, "profiles", "--format", "json").out)
    assert {"genesys", "zendesk", "matomo"} <= {rule["profile"] for rule in rules}
    assert all(rule["source"] and rule["reason"] for rule in rules)
    assert "Every abandoned contact counts as missed" in run("--home", home, "profiles").out.decode()


def test_a_metric_is_counted_in_every_way(run: Run, home: Path) -> None:
    said = run("--home", home, "profiles", "nps", "--by", "channel").out.decode()
    assert "same rule as helder" in said
    assert "not covered: Responses without a score" in said
    records = json.loads(run("--home", home, "profiles", "nps", "--format", "json").out)
    assert {"helder", "delighted"} <= {record["profile"] for record in records}
    assert run("--home", home, "profiles", "nps", "--format", "csv").out.startswith(b'"metric","profile"')


def test_a_metric_no_profile_speaks_of_says_so(run: Run, home: Path) -> None:
    assert "No profile says anything of promoters" in run("--home", home, "profiles", "promoters").out.decode()
