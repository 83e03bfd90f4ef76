"""What a mapping says: for each target table, where its rows and its columns come from."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import dataclass, field

from helder.connectors.reading.options import FileOptions
from helder.errors import BadInput
from helder.model import Kind, Table

#: The number of a record in its file, counted from 1, as expressions may call it.
ROW = "row"
#: The two columns that unpivoting adds: the question's code, and what was answered.
QUESTION, ANSWER = "question", "answer"


@dataclass(frozen=True)
class Source:
    """Where one column comes from: exactly one of names, constant and sql.

    target: the column, or "attributes.NAME". names: columns of the file, joined with `joint` where several; no value where
    one of them has none. missing: texts that stand for no value (the file's own where None). values: what each text becomes;
    otherwise: what others become, which are rejected where it is None. formats: of dates and times, tried in turn. zone:
    whose local time it is. times: what a number is multiplied by. rounded: whether money may have too many decimals. at: the line
    that says it.
    """

    target: str
    names: tuple[str, ...] = ()
    constant: str | None = None
    sql: str | None = None
    joint: str = " "
    missing: tuple[str, ...] | None = None
    values: Named[str, str] | None = None
    otherwise: str | None = None
    formats: tuple[str, ...] = ()
    zone: str | None = None
    times: str | None = None
    rounded: bool = False
    at: str = ""

    @property
    def column(self) -> str:
        """The column of the table."""
        return self.target.partition(".")[0]

    @property
    def entry(self) -> str:
        """The name within the map column; empty for other columns."""
        return self.target.partition(".")[2]


@dataclass(frozen=True)
class Question:
    """A column of the file that becomes a row of its own: the code it is given, its constants, and what is missing in it."""

    name: str
    code: str
    constants: Named[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] | None = None
    at: str = ""


@dataclass(frozen=True)
class Section:
    """How one target table is filled.

    where: SQL that says which records belong to it. unpivot: one row for each record and question. group: one row for
    each value of these columns. distinct: the one record of each value of these columns, the largest by `order` and then
    the last. report: what to count among the rows, by a phrase, each a condition in SQL.
    """

    table: Table
    sources: tuple[Source, ...]
    where: str | None = None
    unpivot: tuple[Question, ...] = ()
    group: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    order: str | None = None
    report: Named[str, str] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True)
class Mapping:
    """A file's way into the tables: how it is written, and a section for each table it fills."""

    file: FileOptions = field(default_factory=FileOptions)
    sections: tuple[Section, ...] = ()
    text: str | None = None
    name: str = ""


def matching(table: Table, columns: Iterable[str], *, where: str, ignore_unknown: bool = False) -> Section:
    """The section of a file whose columns are named as the table's.

    Raises BadInput where a column of the file has no place in the table, unless ignored.
    """
    known = {column.name: column for column in table.columns}
    sources, unknown = [], []
    for name in columns:
        head, _, entry = name.partition(".")
        column = known.get(name) or known.get(name.lower())
        if column is not None:
            sources.append(Source(column.name, (name,)))
        elif entry and head in known and known[head].kind is Kind.MAP:
            sources.append(Source(name, (name,)))
        elif not (name.startswith("_") or name.removesuffix("_day") in known):
            unknown.append(name)
    if unknown and not ignore_unknown:
        raise BadInput(_unknown(table, unknown), where=where, fix=_ways_out(table))
    return Section(table, tuple(sources))


def _unknown(table: Table, unknown: list[str]) -> str:
    import difflib

    told = []
    for name in unknown[:8]:
        near = difflib.get_close_matches(name.lower().replace(" ", "_"), table.by_name, n=1, cutoff=0.6)
        told.append(f"{name!r} (did you mean {near[0]}?)" if near else repr(name))
    more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
    return f"{table.name} has no column for {', '.join(told)}{more}."


def _ways_out(table: Table) -> str:
    keep = ", rename it to attributes.NAME to keep it" if "attributes" in table.by_name else ""
    return f"Draft a mapping with `helder map {table.name} FILE`{keep}, or leave such columns out with --ignore-unknown."
