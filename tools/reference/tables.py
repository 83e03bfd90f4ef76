"""The page of the data model."""

from __future__ import annotations

from helder.model import TABLES, Column, Kind, Table
from tools.reference.markdown import code, codes, grid, page

KINDS = {
    Kind.TEXT: "any text",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a real number",
    Kind.MONEY: "an amount, sent and shown in units of its currency (12.50), kept as a whole number of its minor units (1250)",
    Kind.INSTANT: "a moment, kept in UTC to the microsecond; a *dated* one is kept with its date in the workspace's zone, too",
    Kind.DATE: "a calendar date",
    Kind.BOOLEAN: "yes or no",
    Kind.MAP: "names and values, both text",
}


def pages() -> dict[str, str]:
    """One page of all tables."""
    kinds = grid(("Type", "What it holds"), ((code(kind.value), meaning) for kind, meaning in KINDS.items()))
    overview = grid(("Table", "One row is", "Holds"), ((f"[{t.name}](#{t.name})", t.grain, t.meaning) for t in TABLES.values()))
    return {
        "tables.md": page(
            "Tables",
            f"Helder's data model: {len(TABLES)} tables. Columns that are not mandatory may be missing. "
            "Sending a row again replaces the one with the same key. `helder describe TABLE` shows the same on the command line.",
            overview,
            "## Types of columns",
            kinds,
            *(block for table in TABLES.values() for block in _table(table)),
        )
    }


def _table(table: Table) -> list[str]:
    columns = grid(("Column", "Type", "Meaning", "Marks"), (_column(column) for column in table.columns))
    return [f"## {table.name}", f"{table.meaning}. One row is {table.grain}. Key: {codes(table.key)}.", columns, _rules(table)]


def _column(column: Column) -> tuple[str, str, str, str]:
    unit = f", {column.unit}" if column.unit not in (None, "1") else ""
    return code(column.name), f"{column.kind.value}{unit}", column.meaning, "; ".join(_marks(column))


def _marks(column: Column) -> list[str]:
    marks = {"key": column.key, "required": column.required, "dated": column.dated, "personal": column.personal}
    found = [mark for mark, holds in marks.items() if holds]
    if column.allowed:
        found.append(f"one of {codes(column.allowed)}")
    if column.minimum is not None:
        found.append(f"at least {column.minimum:g}")
    if column.maximum is not None:
        found.append(f"at most {column.maximum:g}")
    return found


def _rules(table: Table) -> str:
    rules = [f"{code(first)} is not after {code(second)}" for first, second in table.ordered]
    rules += [f"at least one of {codes(names)} is given" for names in table.either]
    rules += [f"{code(score)} lies within {code(scale)}" for score, scale in table.scaled]
    return "A row is refused unless: " + "; ".join(rules) + "." if rules else ""
