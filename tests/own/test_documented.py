"""The metrics of the how-to are metrics, and the forms and settings it lists are those there are."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

from helder.metrics.own import read
from helder.metrics.own.build import TOLD
from helder.metrics.own.measure import FORMS, MEASURE, OPERANDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "own-metrics.md").read_text(encoding="utf-8")


def test_its_metrics_are_read(tmp_path: Path) -> None:
    code = re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, flags=re.MULTILINE)
    (tmp_path / "own.toml").write_text("\n".join(textwrap.dedent(block) for block in code))
    assert [m.name for m in read(tmp_path, date(2026, 11, 22))] == ["unhappy_callers", "orders_per_contact"]


def test_every_form_and_setting_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", "".join(line for line in PAGE.splitlines(keepends=True) if line.startswith("|"))))
    assert {*FORMS, *TOLD, *MEASURE} - set(OPERANDS) <= told
