"""The mappings that docs/how-to/load-your-data.md shows, loaded with a file of the form they are for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from helder.connectors.reading import document
from helder.connectors.reading.load import load
from helder.engines import open_engine
from helder.model import TABLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "load-your-data.md"
MAPPINGS = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def loaded(folder: Path, mapping: str, text: str) -> list[dict[str, object]]:
    """The answers there are after a file was loaded into an empty store."""
    tomllib.loads(mapping)
    (folder / "file.csv").write_text(text, encoding="utf-8")
    engine = open_engine("duckdb://", zone="Europe/Amsterdam")
    try:
        load(engine, folder / "file.csv", mapping=document.parse(mapping, "the page"), currency="EUR")
        answers = TABLES["answers"].expression
        return engine.run(answers.order_by("answer_id")).to_pylist()
    finally:
        engine.close()


def test_columns_under_other_names(tmp_path: Path) -> None:
    rows = loaded(
        tmp_path,
        MAPPINGS[0],
        "Respondent;Wave;How likely are you to recommend us?;Source;Filled in\n"
        "7;1;10;E;31-03-2025 23:30\n8;1;11;T;01-04-2025 00:30\n9;1;12;X;01-04-2025 00:30\n",
    )
    assert [(row["answer_id"], row["score"], row["channel"]) for row in rows] == [("7-1", 10.0, "email"), ("8-1", None, "phone")]
    assert [str(row["answered_at_day"]) for row in rows] == ["2025-03-31", "2025-04-01"]
    assert {row["instrument"] for row in rows} == {"nps"}


def test_a_column_for_each_question(tmp_path: Path) -> None:
    rows = loaded(tmp_path, MAPPINGS[1], "Respondent,Date,Q1,Q2a,Q2b\n1,2025-01-02,9,4,6\n")
    assert [(row["answer_id"], row["instrument"], row["score"]) for row in rows] == [
        ("1-Q1", "nps", 9.0),
        ("1-Q2a", "csat", 4.0),
        ("1-Q2b", "csat", None),
    ]
