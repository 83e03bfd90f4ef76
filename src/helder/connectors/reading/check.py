"""Check rows against a table: the one function every way in ends in.

The whole check is one pass of SQL over the rows: what was given, read as its type, settled as stored, and a list of faults for
the rows that have any. A row is either accepted whole or rejected whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from helder.connectors.reading import parse
from helder.connectors.reading.faults import chosen, faults, given, typed
from helder.connectors.reading.mapping import Section, Source
from helder.connectors.reading.opened import TEXT
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.model import Column, Kind
from helder.model.money import UNUSUAL_MINOR_UNITS, minor_units

#: Columns of a checked table beside the target's own: the record's number in the file, the record, its faults.
NUMBER, RECORD, FAULTS = "_number", "_record", "_faults"


@dataclass(frozen=True)
class Rows:
    """The rows to check, as a relation: their columns with DuckDB types, how numbers and missing values are written.

    number: SQL for a record's number in its file; where None it is its place in the relation. record: the columns
    that make the record that is kept of a rejected row; where empty none is kept.
    """

    relation: str
    columns: Mapping[str, str]
    file: FileOptions
    record: tuple[str, ...] = ()
    number: str | None = None


def check(connection: duckdb.DuckDBPyConnection, name: str, section: Section, rows: Rows, *, currency: str) -> None:
    """Make the temporary table `name` of rows typed as the section's table stores them, faults marked.

    currency: that of amounts whose rows name none. Reads the relation once.
    """
    connection.execute("set TimeZone = 'UTC'")  # a text without offset is UTC, wherever this runs
    connection.execute(f"create temp table {quoting.name(name)} as {checking(section, rows, currency=currency)}")


def checking(section: Section, rows: Rows, *, currency: str) -> str:
    """The SQL of the check."""
    table = section.table
    sources = with_currency(section, currency)
    single = {target: source for target, source in sources.items() if not source.entry}
    entries = {target: source for target, source in sources.items() if source.entry}
    inner = [f"{_given(source, table.by_name[source.column], rows)} as {given(target)}" for target, source in sources.items()]
    mapped = [f"{_chosen(source)} as {chosen(target)}" for target, source in sources.items() if source.values is not None]
    minor = _minor(sources, currency)
    read = [f"{_read(source, table.by_name[target], rows)} as {_readas(target)}" for target, source in single.items()]
    value = [f"{_settled(source, table.by_name[target], rows, minor)} as {typed(target)}" for target, source in single.items()]
    value += _maps(entries)
    rules = list(faults(table, sources))
    broken = " or ".join(f"({rule.condition})" for rule in rules) or "false"
    told = ", ".join(f"case when {rule.condition} then {rule.record} end" for rule in rules) or "null"
    kept = f"list_filter([{told}], lambda fault: fault is not null)"
    own = [
        f"{_stored(column, currency)} as {quoting.name(column.name)}"
        for column in table.columns
        if _filled(column, single, entries)
    ]
    record = ", ".join(f"{quoting.name(one)}::varchar" for one in rows.record)
    own.append(f"case when {broken} then [{record}] end as {RECORD}" if record else f"null::varchar[] as {RECORD}")
    own.append(f"case when {broken} then {kept} end as {FAULTS}")
    if rows.number is not None:
        own.append(f"{rows.number} as {NUMBER}")
    layers = f"select *, {', '.join(inner)} from {rows.relation}"
    for columns in (mapped, read, value):
        if columns:
            layers = f"select *, {', '.join(columns)} from ({layers})"
    return f"select {', '.join(own)} from ({layers})"


def with_currency(section: Section, currency: str) -> dict[str, Source]:
    """The sources by target; the workspace's currency where the table has one and the mapping gives none."""
    sources = {source.target: source for source in section.sources}
    if "currency" in section.table.by_name and "currency" not in sources:
        sources["currency"] = Source("currency", constant=currency)
    return sources


def _given(source: Source, column: Column, rows: Rows) -> str:
    """What was given: a text, or a value of a type that needs no reading; null where it stands for nothing."""
    if source.constant is not None:
        return quoting.literal(source.constant)
    if source.sql is not None:
        return _blank(f"({source.sql})::varchar")
    missing = rows.file.missing if source.missing is None else source.missing
    if _ready(source, column, rows) and not missing:
        return quoting.name(source.names[0])
    pieces = [_piece(name, missing, rows) for name in source.names]
    return pieces[0] if len(pieces) == 1 else f" || {quoting.literal(source.joint)} || ".join(pieces)


def _piece(name: str, missing: tuple[str, ...], rows: Rows) -> str:
    column = quoting.name(name)
    text = _blank(column if rows.columns.get(name, TEXT) == TEXT else f"{column}::varchar")
    marks = [mark for mark in missing if mark.strip()]
    return f"case when {text} not in ({quoting.texts(marks)}) then {text} end" if marks else text


def _blank(text: str) -> str:
    """No value for a text of blanks; those sort before the first printed character, which is quick to see."""
    return f"case when {text} < '!' and trim({text}, ' \t\r\n') = '' then null else {text} end"


def _ready(source: Source, column: Column, rows: Rows) -> bool:
    plain = len(source.names) == 1 and not (source.values is not None or source.formats or source.zone or source.times)
    return plain and rows.columns.get(source.names[0]) in parse.READY[column.kind] and column.kind is not Kind.TEXT


def _chosen(source: Source) -> str:
    """A text after its value map; null where the map has it not, or makes it nothing."""
    assert source.values is not None
    came = given(source.target)
    choices = [f"when {came} = {quoting.literal(old)} then {quoting.literal(new or None)}" for old, new in source.values.items()]
    if source.otherwise is not None:
        choices.append(f"when {came} is not null then {quoting.literal(source.otherwise or None)}")
    return f"case {' '.join(choices)} end"


def _readas(target: str) -> str:
    return quoting.name(f"read:{target}")


def _came(source: Source) -> str:
    return chosen(source.target) if source.values is not None else given(source.target)


def _read(source: Source, column: Column, rows: Rows) -> str:
    if _ready(source, column, rows):
        return parse.ready(given(source.target), column.kind, rows.columns[source.names[0]])
    return parse.read(_came(source), column, source, rows.file)


def _settled(source: Source, column: Column, rows: Rows, minor: str) -> str:
    if _ready(source, column, rows):
        return _readas(column.name)
    return parse.settled(_readas(column.name), _came(source), column, source, minor)


def _minor(sources: dict[str, Source], currency: str) -> str:
    """SQL for how many minor units make a unit of the row's currency."""
    source = sources.get("currency")
    if source is None or source.constant is not None:
        return f"{minor_units(source.constant if source is not None else currency)}::decimal(4, 0)"
    unusual = " ".join(f"when {quoting.literal(code)} then {units}" for code, units in UNUSUAL_MINOR_UNITS.items())
    return f"(case coalesce({_came(source)}, {quoting.literal(currency)}) {unusual} else 100 end)::decimal(4, 0)"


def _maps(entries: dict[str, Source]) -> list[str]:
    """The map columns, each of its entries that have a value."""
    columns: dict[str, list[str]] = {}
    for source in entries.values():
        columns.setdefault(source.column, []).append(f"{{'key': {quoting.literal(source.entry)}, 'value': {_came(source)}}}")
    return [
        f"map_from_entries(list_filter([{', '.join(pairs)}], lambda entry: entry.value is not null)) as {typed(column)}"
        for column, pairs in columns.items()
    ]


def _filled(column: Column, single: dict[str, Source], entries: dict[str, Source]) -> bool:
    return column.name in single or any(source.column == column.name for source in entries.values())


def _stored(column: Column, currency: str) -> str:
    value = typed(column.name)
    if column.kind is Kind.MAP:
        value = f"case when cardinality({value}) > 0 then {value} end"
    if column.name == "currency":
        value = f"coalesce({value}, {quoting.literal(currency)})"
    return f"try_cast({value} as {parse.stored(column.kind)})"
