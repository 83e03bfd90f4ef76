"""Load a file into the store: read, check, append and keep what was rejected, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from helder.connectors.reading import delimited, rejects, rows
from helder.connectors.reading.check import FAULTS, NUMBER, RECORD, Rows, check
from helder.connectors.reading.files import opened
from helder.connectors.reading.fit import fit
from helder.connectors.reading.judging import judge, judged
from helder.connectors.reading.keeping_out import keep_out
from helder.connectors.reading.mapping import ROW, Mapping, Section, matching
from helder.connectors.reading.mending import Earlier, as_before
from helder.connectors.reading.numbering import numbered
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.records import unreadable
from helder.connectors.reading.structure import Misfit, misfits
from helder.engines import Appended, Engine, Writer, quoting
from helder.engines.running import run
from helder.errors import BadInput, HelderError
from helder.metrics import CATALOG, Catalog
from helder.model import Kind, Table

_RECORDS = "_helder_records"
_CHECKED = "_helder_checked"


@dataclass(frozen=True)
class Filled:
    """What a load did to one table, in rows.

    offered: made of the file's records. left: not meant for the table, by reason. reported: of which the mapping
    wants to know how many there are. rejected: at fault. appended: what became
    of the accepted.
    """

    table: Table
    offered: int
    left: dict[str, int]
    reported: dict[str, int]
    rejected: int
    appended: Appended

    @property
    def accepted(self) -> int:
        """Rows without fault, those the store had already included."""
        return self.offered - sum(self.left.values()) - self.rejected


@dataclass(frozen=True)
class Load:
    """What a load did.

    read: records in the file. misfits: those of the wrong width, rejected for every table. repeated: records that equal
    another, where the mapping makes the key of a record's place. unused: columns of the file that went nowhere. filled_in: the
    currency given to amounts for want of one in the file.
    """

    number: int
    source: str
    read: int
    misfits: int
    filled: tuple[Filled, ...]
    repeated: int = 0
    unused: tuple[str, ...] = ()
    filled_in: str | None = None

    @property
    def rejected(self) -> int:
        """Rows rejected, over all tables."""
        return self.misfits + sum(filled.rejected for filled in self.filled)


def load(
    engine: Engine,
    path: Path,
    *,
    table: Table | None = None,
    mapping: Mapping | None = None,
    currency: str = "EUR",
    strict: bool = False,
    ignore_unknown: bool = False,
    mends: Earlier | None = None,
    progress: Callable[[float], None] = lambda _: None,
    catalog: Catalog = CATALOG,
    name: str | None = None,
) -> Load:
    """Load a file into a table whose columns it names, or as a mapping says.

    currency: that of amounts whose rows name none. strict: refuse the file where any row is rejected. ignore_unknown: leave
    out columns the table does not have. mends: the load whose rejects the file has, mended. progress: told how far the
    running step is, in per cent; what it raises breaks the load off. catalog: the metrics that goals and benchmarks can name.
    name: what whoever sent the file calls it, where it is kept under another name.
    Raises BadInput where the file or the mapping cannot be used; then, and on KeyboardInterrupt, the store is as it was.
    """
    mapping = mapping or Mapping()
    with opened(path, mapping.file, name=name) as file:
        if mends is not None:
            file = as_before(file, mends, mapping)
        if not mapping.sections:
            mapping = replace(mapping, sections=(_matching(table, file, ignore_unknown),))
        unused = fit(mapping, file)

        def once(file: Opened) -> Load:
            with engine.write() as writer:
                loading = _Loading(writer, file, mapping, currency, strict, unused, mends, catalog)
                return run(writer.connection, loading.run, progress=progress)

        try:
            return once(file)
        except _MixedNewlines:
            with TemporaryDirectory(prefix="helder-") as folder:
                return once(delimited.with_plain_newlines(file, Path(folder)))


def _matching(table: Table | None, file: Opened, ignore_unknown: bool) -> Section:
    if table is None:
        raise BadInput(
            "The mapping names no table.", where=file.where, fix="Name the table: helder load TABLE FILE --map MAPPING."
        )
    return matching(table, file.columns, where=file.where, ignore_unknown=ignore_unknown)


class _MixedNewlines(HelderError):
    """Lines end in different ways, which DuckDB does not read."""


@dataclass
class _Loading:
    """One load under way."""

    writer: Writer
    file: Opened
    mapping: Mapping
    currency: str
    strict: bool
    unused: tuple[str, ...]
    mends: Earlier | None
    catalog: Catalog
    number: int = 0
    filled: list[Filled] = field(default_factory=list)

    def run(self) -> Load:
        """Do it."""
        self.connection = self.writer.connection
        for name, held in self.file.registered.items():
            self.connection.register(name, held)
        self.number = self.writer.number()
        sections = self.mapping.sections
        at_once = len(sections) == 1 and rows.plain(sections[0]) and not (self.file.numbered or judged(sections[0].table))
        read, set_aside, repeated = self._at_once(sections[0]) if at_once else self._by_section(sections)
        done = Load(self.number, self.file.source, read, set_aside, tuple(self.filled), repeated, self.unused, self._filled_in())
        if self.strict and done.rejected:
            raise rejects.refusal(self.connection, done.number, done.rejected, self.file.where)
        rejects.note_load(self.connection, done.number, self.file, self.mapping)
        if self.mends is not None:
            retried = f"select {quoting.name(ROW)} from {_RECORDS}" if self.file.numbered else None
            rejects.mark_mended(self.connection, self.mends.number, done.number, retried)
        return done

    def _filled_in(self) -> str | None:
        """The workspace's currency, where a table with amounts got it for want of a column."""
        without = [
            section
            for section in self.mapping.sections
            if "currency" in section.table.by_name
            and not any(source.target == "currency" for source in section.sources)
            and any(section.table.by_name[source.column].kind is Kind.MONEY for source in section.sources)
        ]
        return self.currency if without else None

    def _at_once(self, section: Section) -> tuple[int, int, int]:
        """Check the records while they are read."""
        columns = self.file.columns
        with self._reading():
            offered = Rows(self.file.relation, columns, self.mapping.file, record=tuple(columns))
            check(self.connection, _CHECKED, section, offered, currency=self.currency)
        keep_out(self.writer, section.table, _CHECKED)
        fitting = self._count(_CHECKED)
        found = misfits(self.connection, self.file, fitting)
        if self._count(_CHECKED, f"where {FAULTS} is not null"):
            number = numbered(self.connection, _CHECKED, found)
            columns_kept = f"{quoting.name(ROW)} as row_number, {RECORD} as record, {FAULTS} as faults"
            faulty = f"(select {columns_kept} from {number} where {FAULTS} is not null)"
            rejects.keep(self.connection, self.number, section.table, faulty)
        self._append(section, fitting, {}, {}, found)
        return fitting + len(found), len(found), 0

    def _by_section(self, sections: tuple[Section, ...]) -> tuple[int, int, int]:
        """Keep the records as they are read, and make each section's rows of them."""
        with self._reading():
            self.connection.execute(f"create temp table {_RECORDS} as select * from {self.file.relation}")
        fitting = self._count(_RECORDS)
        found = misfits(self.connection, self.file, fitting)
        records = numbered(self.connection, _RECORDS, found, already=self.file.numbered)
        repeated = fitting - self._count(f"(select distinct * from {_RECORDS})") if any(map(rows.by_place, sections)) else 0
        with self._reading():
            for section in sections:
                self._section(section, records, found)
        return fitting + len(found), len(found), repeated

    def _section(self, section: Section, records: str, found: list[Misfit]) -> None:
        left: dict[str, int] = {}
        counts: list[int] = []
        relation = rows.cleaned(records, self.file.columns, self.mapping.file)
        for step in rows.steps(section, relation, self.mapping.file):
            relation = step.relation
            counts.append(self._count(relation))
            if step.left and counts[-1] < counts[-2]:
                left[step.left] = counts[-2] - counts[-1]
            if not step.grouped:
                reported = {phrase: self._count(relation, f"where {condition}") for phrase, condition in section.report.items()}
        offered = Rows(relation, self.file.columns, self.mapping.file, number=quoting.name(ROW))
        check(self.connection, _CHECKED, replace(section, sources=rows.sources(section)), offered, currency=self.currency)
        keep_out(self.writer, section.table, _CHECKED)
        if judged(section.table):
            judge(self.connection, section.table, _CHECKED, self.catalog)
        if self._count(_CHECKED, f"where {FAULTS} is not null"):
            texts = ", ".join(f"{quoting.name(name)}::varchar" for name in self.file.columns)
            faults = (
                f"select {NUMBER}, flatten(list({FAULTS})) as faults from {_CHECKED} where {FAULTS} is not null group by {NUMBER}"
            )
            rejects.keep(
                self.connection,
                self.number,
                section.table,
                f"(select {NUMBER} as row_number, [{texts}] as record, faults from ({faults}) "
                f"join {records} on {NUMBER} = {quoting.name(ROW)})",
            )
        self._append(section, counts[0], left, reported, found)

    def _append(
        self, section: Section, offered: int, left: dict[str, int], reported: dict[str, int], found: list[Misfit]
    ) -> None:
        """Keep the misfits and add the rows without fault."""
        rejects.keep_misfits(self.connection, self.number, section.table, found)
        rejected = self.connection.execute(f"delete from {_CHECKED} where {FAULTS} is not null").fetchone()
        appended = self.writer.append(section.table, _CHECKED, source=self.file.source, batch=self.number)
        self.filled.append(Filled(section.table, offered, left, reported, int(rejected[0]) if rejected else 0, appended))

    def _count(self, relation: str, where: str = "") -> int:
        row = self.connection.execute(f"select count(*) from {relation} as counted {where}").fetchone()
        assert row is not None
        return int(row[0])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Tell what DuckDB makes of the file as the file's fault, not the store's."""
        try:
            yield
        except (
            duckdb.InvalidInputException,
            duckdb.ConversionException,
            duckdb.OutOfRangeException,
            duckdb.BinderException,
        ) as error:
            if "state machine" in str(error) and self.file.plain:
                raise _MixedNewlines("Lines end in different ways.", where=self.file.where) from error
            raise unreadable(error, self.file.where) from error
