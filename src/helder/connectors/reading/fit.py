"""Whether a mapping fits a file and its tables, found before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import sqlglot
from sqlglot import exp

from helder.connectors.reading import parse, rows
from helder.connectors.reading.mapping import ANSWER, QUESTION, ROW, Mapping, Section, Source
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.errors import BadInput, UnknownName
from helder.model import Column, Kind

_EMPTY = "_helder_empty"


def fit(mapping: Mapping, file: Opened) -> tuple[str, ...]:
    """Check a mapping against a file; the file's columns it does not use.

    Raises BadInput or UnknownName for a column that is not there, an expression that cannot be run, a constant its column
    cannot have, a target named twice, and a hole: a column that may not be missing and has no source.
    """
    used: set[str] = set()
    with duckdb.connect() as scratch:
        columns = ", ".join(f"{quoting.name(name)} {sql_type}" for name, sql_type in file.columns.items())
        scratch.execute(f"create table {_EMPTY} ({columns}, {quoting.name(ROW)} bigint)")
        for section in mapping.sections:
            _no_hole(section, file, mapping.name)
            used |= set(_named(section, file))
            _targets_once(section)
            _expressions(section, scratch, mapping.file)
            for source in section.sources:
                _formats(source, scratch)
                if not source.entry:
                    _constants(source, section.table.by_name[source.column], scratch, mapping.file)
    lower = {name.lower() for name in used}
    return tuple(name for name in file.columns if name.lower() not in lower)


def wanted(mapping: Mapping) -> frozenset[str]:
    """The columns of a file that a mapping names, wherever it does. Raises BadInput for an expression that is none."""
    found: set[str] = set()
    for section in mapping.sections:
        found |= {*section.group, *section.distinct, *(question.name for question in section.unpivot)}
        found |= {name for source in section.sources for name in source.names}
        found |= {name for sql, at in _sqls(section) for name in named_in(sql, at)}
        if section.unpivot:
            found -= {QUESTION, ANSWER}
    return frozenset(name for name in found if name.lower() != ROW)


def identifying(mapping: Mapping) -> frozenset[str]:
    """The columns of a file that make identifiers: of several joined, the first."""
    found: set[str] = set()
    for section in mapping.sections:
        for source in section.sources:
            if source.column.endswith("_id"):
                found |= {*source.names[:1], *(named_in(source.sql, source.at) if source.sql else ())}
    return frozenset(found)


def _no_hole(section: Section, file: Opened, mapping: str) -> None:
    filled = {source.target for source in rows.sources(section)}
    holes = [column.name for column in section.table.columns if column.mandatory and column.name not in filled]
    holes += [" or ".join(several) for several in section.table.either if not filled.intersection(several)]
    if holes:
        raise BadInput(
            f"{section.table.name} cannot do without {', '.join(holes)}, which nothing fills.",
            where=section.at or mapping or file.where,
            fix=f"Say where {holes[0]} comes from in a mapping; `helder map {section.table.name} FILE` drafts one.",
        )


def _targets_once(section: Section) -> None:
    for source in section.sources:
        if not source.entry and any(other.entry and other.column == source.column for other in section.sources):
            raise BadInput(
                f"{source.column} is filled as a whole and entry by entry.", where=source.at, fix="Choose one of the two."
            )


def _named(section: Section, file: Opened) -> Iterator[str]:
    """The columns of the file a section names, each of which must be there."""
    known = {name.lower() for name in file.columns} | {ROW}
    if section.unpivot:
        for question in section.unpivot:
            yield _there(question.name, known, file, question.at)
        if clash := known & {QUESTION, ANSWER}:
            raise BadInput(
                f"The file has a column {', '.join(clash)}, which unpivoting makes too.",
                where=section.at,
                fix="Rename it by [file] columns.",
            )
        known |= {QUESTION, ANSWER}
    for name in (*section.group, *section.distinct):
        yield _there(name, known, file, section.at)
    for source in section.sources:
        for name in source.names:
            yield _there(name, known, file, source.at)
            if section.group and name.lower() not in {one.lower() for one in section.group}:
                raise BadInput(
                    f"{source.target} comes from {name}, of which a group may have several.",
                    where=source.at,
                    fix=f'Say which, as sql = "max({quoting.name(name)})", or group by it too.',
                )
    for sql, at in _sqls(section):
        for name in named_in(sql, at):
            yield _there(name, known, file, at)


def _there(name: str, known: Iterable[str], file: Opened, at: str) -> str:
    if name.lower() not in known:
        near = UnknownName("column", name, file.columns)
        raise BadInput(f"The file {file.source or file.where} has no column {name!r}.", where=at or file.where, fix=near.fix)
    return name


def _sqls(section: Section) -> Iterator[tuple[str, str]]:
    for sql in (section.where, section.order, *section.report.values()):
        if sql is not None:
            yield sql, section.at
    yield from ((source.sql, source.at) for source in section.sources if source.sql is not None)


def named_in(sql: str, at: str) -> Iterator[str]:
    """The columns an expression names; refused where it is more than an expression."""
    try:
        several = sqlglot.parse(f"select {sql}", read="duckdb")
        tree = several[0] or exp.Select()
    except (sqlglot.errors.ParseError, sqlglot.errors.TokenError) as error:
        raise BadInput(f"The expression cannot be understood: {sql}.", where=at, fix=str(error).splitlines()[0]) from error
    if (
        len(several) != 1
        or "--" in sql.splitlines()[-1]
        or len(list(tree.find_all(exp.Query))) > 1
        or len(tree.expressions) != 1
        or (set(tree.args) - {"expressions", "kind"} and tree.args.get("from_"))
    ):
        raise BadInput(
            f"This is more than an expression: {sql}.", where=at, fix="An expression may use the record's columns, no tables."
        )
    if any(tree.find_all(exp.Explode, exp.Unnest)):
        raise BadInput(
            f"This makes several rows of a record: {sql}.", where=at, fix="Turn columns into rows with [[TABLE.unpivot]]."
        )
    bound = {argument.name for function in tree.find_all(exp.Lambda) for argument in function.expressions}
    yield from (column.name for column in tree.find_all(exp.Column) if column.name not in bound)


def _expressions(section: Section, scratch: duckdb.DuckDBPyConnection, file: FileOptions) -> None:
    """Bind every expression to the records, none of which is read."""
    relation = rows.unpivoted(section, _EMPTY, file)
    group = f" group by {quoting.names(section.group)}" if section.group else ""
    for sql, at in _sqls(section):
        grouped = group if at != section.at else ""
        _bind(scratch, f"select {sql} from {relation}{grouped}", sql, at)
    for condition in (section.where, *section.report.values()):
        if condition:
            keyword = "qualify" if rows.windowed(condition) else "where"
            _bind(scratch, f"select 1 from {relation} {keyword} ({condition})", condition, section.at)


def _bind(scratch: duckdb.DuckDBPyConnection, query: str, sql: str, at: str) -> None:
    try:
        scratch.execute(query)
    except duckdb.Error as error:
        text = str(error).strip().splitlines()[0]
        raise BadInput(
            f"The expression cannot be run: {sql}.",
            where=at,
            fix=f"{text}. Columns of a file are texts: cast(... as integer) makes a number.",
        ) from error


def _formats(source: Source, scratch: duckdb.DuckDBPyConnection) -> None:
    for written in source.formats:
        try:
            scratch.execute(f"select try_strptime('', {quoting.literal(written)})")
        except duckdb.Error as error:
            raise BadInput(
                f"The format {written!r} cannot be used: {str(error).strip().splitlines()[0]}.",
                where=source.at,
                fix="Write %Y-%m-%d %H:%M:%S and the like: %d day, %m month, %Y year (%y in two digits), %p AM or PM.",
            ) from error


def _constants(source: Source, column: Column, scratch: duckdb.DuckDBPyConnection, file: FileOptions) -> None:
    """The texts a mapping itself gives must be ones the column can have."""
    for text in (source.constant, *(source.values or {}).values(), source.otherwise):
        if not text:
            continue
        value = parse.settled(parse.read(quoting.literal(text), column, source, file), quoting.literal(text), column, source, "1")
        row = scratch.execute(f"select {value} is null").fetchone()
        if row and row[0]:
            raise BadInput(
                f"{column.name} cannot be {text!r}: it {parse.EXPECTED[column.kind]}.", where=source.at, fix=f"{column.meaning}."
            )
        if column.allowed and text not in column.allowed:
            raise BadInput(
                f"{column.name} cannot be {text!r}.", where=source.at, fix=f"It is one of {', '.join(column.allowed)}."
            )
        if column.kind in (Kind.INTEGER, Kind.NUMBER) and not _within(float(text), column):
            raise BadInput(f"{column.name} cannot be {text!r}.", where=source.at, fix=f"{column.meaning}.")


def _within(value: float, column: Column) -> bool:
    return (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)
