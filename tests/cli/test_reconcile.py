"""`helder reconcile`: another tool's figures in a file, and the way they are made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def theirs(folder: Path, text: str) -> Path:
    file = folder / "theirs.csv"
    file.write_text(text)
    return file


def test_the_way_is_told(run: Run, home: Path) -> None:
    rows = json.loads(run("--home", home, "show", "detractors", "--by", "channel", "--grain", "month", "--format", "json").out)
    lines = [
        f"{r['start'][:7]};{r['channel']};{r['value'] * 100:.1f} %".replace(".", ",") for r in rows if r["value"] is not None
    ]
    file = theirs(home, "\n".join(["month;channel;value", *lines]) + "\n")
    said = run("--home", home, "reconcile", "detractors", "--theirs", file).out.decode()
    assert f"All {len(lines)} figures are made so: as helder; scale 0-10; read as per cent." in said
    found = json.loads(run("--home", home, "reconcile", "detractors", "--theirs", file, "--format", "json").out)
    assert found["reproduced"]
    assert all(cell["matches"] for cell in found["cells"])
    assert found["tried"]["queries"] == 1


def test_what_has_no_way_lists_the_figures_and_what_was_tried(run: Run, home: Path) -> None:
    file = theirs(home, "month,channel,value\n2026-03,phone,0.123\n2026-05,email,0.456\n")
    said = run("--home", home, "reconcile", "nps", "--theirs", file).out.decode()
    assert "No way gives all 2 figures. Nearest:" in said
    assert "Figures the nearest does not give (2):" in said
    assert "Tried:" in said
    assert "filters by" in said


def test_a_file_that_cannot_be_read_is_refused(run: Run, home: Path) -> None:
    for text, told in (
        ("month,value\n2026-03,high\n", "row 1, column value: 'high' is not a number"),
        ("month,value\n2026-03,1\n2026-04,1,2\n", "Row 2 has 3 columns, the header has 2"),
        ("month,segmnt,value\n2026-03,a,1\n", "Did you mean segment?"),
    ):
        done = run("--home", home, "reconcile", "nps", "--theirs", theirs(home, text))
        assert done.status == 2
        assert told in done.err
