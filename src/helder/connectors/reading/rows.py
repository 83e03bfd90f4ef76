"""The records of a file as the rows of a section: chosen, unpivoted, grouped."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace

from helder.connectors.reading.mapping import ANSWER, QUESTION, ROW, Question, Section, Source
from helder.connectors.reading.opened import TEXT
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting


@dataclass(frozen=True)
class Step:
    """A relation on the way from records to rows; `left` says why rows of the one before are not in it."""

    relation: str
    left: str | None = None
    grouped: bool = False


def plain(section: Section) -> bool:
    """Whether every record is one row, made from it alone, so that the file can be checked while it is read."""
    return not any(
        (section.where, section.unpivot, section.group, section.distinct, section.report, any(s.sql for s in section.sources))
    )


def windowed(sql: str) -> bool:
    """Whether an expression looks at other records than its own."""
    return re.search(r"\bover\s*(\(|\w)", sql, re.IGNORECASE) is not None


def alone(section: Section) -> bool:
    """Whether every row is made from one record without a look at others."""
    sqls = (section.where, *(source.sql for source in section.sources))
    return not (section.group or section.distinct or any(sql and windowed(sql) for sql in sqls))


def by_place(section: Section) -> bool:
    """Whether the key is made of a record's place in the file, so that equal records are rows of their own."""
    return any(
        re.search(rf"\b{ROW}\b", source.sql) for source in section.sources if source.sql and source.target in section.table.key
    )


def cleaned(relation: str, columns: Named[str, str], file: FileOptions) -> str:
    """The records with no value where a text is blank or stands for none, so that expressions need not look for it.

    columns: of the file, with their DuckDB types.
    """
    marks = [mark for mark in file.missing if mark.strip()]

    def clean(column: str, sql_type: str) -> str:
        name = quoting.name(column)
        if sql_type != TEXT:
            return name
        listed = f" or {name} in ({quoting.texts(marks)})" if marks else ""
        return f"case when trim({name}, ' \t\r\n') = ''{listed} then null else {name} end as {name}"

    return f"(select {', '.join(clean(*column) for column in columns.items())}, {quoting.name(ROW)} from {relation})"


def steps(section: Section, relation: str, file: FileOptions) -> Iterator[Step]:
    """The relations a section goes through, the last of which holds its rows; each can be counted."""
    relation = unpivoted(section, relation, file)
    yield Step(relation)
    if section.where:
        # A condition that looks at other records too is asked of the records as they are, before any is left out.
        relation = f"(select * from {relation} {'qualify' if windowed(section.where) else 'where'} ({section.where}))"
        yield Step(relation, f"left out by where: {textwrap.shorten(section.where, 80, placeholder=' ...')}")
    if section.distinct:
        keys = quoting.names(section.distinct)
        order = f"({section.order}) desc nulls last, " if section.order else ""
        place = f"row_number() over (partition by {keys} order by {order}{quoting.name(ROW)} desc)"
        relation = f"(select * from {relation} qualify {place} = 1)"
        yield Step(relation, f"followed by another of the same {', '.join(section.distinct)}")
    if section.group:
        keys = quoting.names(section.group)
        sums = [f", ({source.sql})::varchar as {quoting.name(_computed(source))}" for source in section.sources if source.sql]
        relation = (
            f"(select {keys}, min({quoting.name(ROW)}) as {quoting.name(ROW)}{''.join(sums)} from {relation} group by {keys})"
        )
        yield Step(relation, f"taken together with others of the same {', '.join(section.group)}", grouped=True)


def sources(section: Section) -> tuple[Source, ...]:
    """The sources of a section as they are in the last of its steps."""
    own = section.sources
    if section.group:
        own = tuple(replace(s, sql=None, names=(_computed(s),), missing=()) if s.sql else s for s in own)
    if not section.unpivot:
        return own
    given = {source.target for source in own}
    of_questions = dict.fromkeys(target for question in section.unpivot for target in question.constants)
    added = [Source(target, (_constant(target),), missing=()) for target in of_questions]
    for target, name in (("question", QUESTION), ("score", ANSWER)):
        if target not in given and target not in of_questions and target in section.table.by_name:
            added.append(Source(target, (name,), missing=()))
    return (*own, *added)


def unpivoted(section: Section, relation: str, file: FileOptions) -> str:
    """A row for each record and question, where the section asks for it."""
    if not section.unpivot:
        return relation
    targets = tuple(dict.fromkeys(target for question in section.unpivot for target in question.constants))
    rows = ", ".join(_question(question, targets, file) for question in section.unpivot)
    return f"(select * exclude (asked), asked.* from (select *, unnest([{rows}]) as asked from {relation}))"


def _question(question: Question, targets: tuple[str, ...], file: FileOptions) -> str:
    name = quoting.name(question.name)
    marks = [mark for mark in (file.missing if question.missing is None else question.missing) if mark.strip()]
    answer = f"case when {name} not in ({quoting.texts(marks)}) then {name} end" if marks else name
    constants = "".join(f", {quoting.name(_constant(t))}: {quoting.literal(question.constants.get(t))}::varchar" for t in targets)
    return f"{{{quoting.name(QUESTION)}: {quoting.literal(question.code)}, {quoting.name(ANSWER)}: {answer}{constants}}}"


def _computed(source: Source) -> str:
    return f"computed:{source.target}"


def _constant(target: str) -> str:
    return f"constant:{target}"
