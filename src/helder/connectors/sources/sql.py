"""Any SQL database that SQLAlchemy speaks to, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from helder import outgoing
from helder.connectors.sources import extracting
from helder.connectors.sources.folder import within
from helder.connectors.sources.moments import moment
from helder.connectors.sources.seen import Seen
from helder.connectors.sources.system import Field, Item, Portion, Reading, System
from helder.errors import BadInput, HelderError

if TYPE_CHECKING:
    from sqlalchemy import Engine, Select, Table

PORTION = 20_000
#: How far back to look behind the latest change: a transaction that was open then shows its rows with an earlier one.
_BACK = timedelta(minutes=10)
#: What speaks to each kind of database, where it is not SQLite.
_DRIVERS = {"postgresql": "psycopg", "mysql": "pymysql", "mariadb": "pymysql", "mssql": "pyodbc", "oracle": "oracledb"}
#: What an address may say behind a question mark; anything else could lead to another host.
_SAID = ("sslmode", "charset", "encrypt", "TrustServerCertificate")
_MYSQL = ("mysql", "mariadb")
_SYSTEM = ("information_schema", "pg_catalog", "sys", "mysql", "performance_schema")


def _address(reading: Reading) -> tuple[Any, dict[str, str]]:
    """Where the database is, checked: no private network, no file outside of the folders that may be read.

    Beside it, what its driver is told so that it calls what was checked.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(reading.settings["url"].strip())
    except (ArgumentError, ValueError) as error:
        raise BadInput(
            "This is no address of a database.",
            where=reading.where,
            fix="Write it as postgresql://user@host/name or sqlite:///path.",
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _sqlite(Path(url.database or ""), reading), {}
    if kind not in _DRIVERS or not url.host or set(url.query) - set(_SAID):
        raise BadInput(
            f"Helder does not read {url.render_as_string()}.",
            where=reading.where,
            fix=f"It reads sqlite, {', '.join(_DRIVERS)}, as KIND://user@host/name; ? may be followed by {', '.join(_SAID)}.",
        )
    host = f"[{url.host}]" if ":" in url.host else url.host
    places = outgoing.check(f"tcp://{host}", reading.allowed, schemes=("tcp",), where=reading.where)
    pinned = {"host": ",".join([url.host] * len(places)), "hostaddr": ",".join(places)} if kind == "postgresql" else {}
    if kind == "mssql":
        url = url.update_query_dict({"driver": "ODBC Driver 18 for SQL Server"})
    url = url.set(drivername=f"{kind}+{_DRIVERS[kind]}")
    return url.set(password=reading.settings["password"] or None), pinned


def _sqlite(path: Path, reading: Reading) -> Any:
    """A SQLite file, to be read only."""
    from sqlalchemy.engine import make_url

    file = within(path, reading)
    if not file.is_file():
        raise BadInput(f"There is no file {file}.", where=reading.where, fix="Put it there, or name another.")
    return make_url(f"sqlite:///file:{quote(str(file))}?mode=ro&uri=true")


@contextmanager
def _engine(reading: Reading) -> Iterator[Engine]:
    import sqlalchemy
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError, NoSuchTableError, SQLAlchemyError

    url, pinned = _address(reading)
    kind, where, engine = url.get_backend_name(), reading.where, None
    try:
        engine = sqlalchemy.create_engine(url, connect_args=pinned, poolclass=sqlalchemy.StaticPool)
        if kind in _MYSQL:
            from helder.connectors.sources import mysql

            mysql.prepare(engine, reading.allowed, where)
        yield engine
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        fix = f"Install it where Helder runs: pip install {_DRIVERS.get(kind, kind)}"
        raise BadInput(f"What speaks to {kind} is not installed.", where=where, fix=fix) from error
    except NoSuchTableError as error:
        raise BadInput(f"There is no table {error}.", where=where, fix="Choose another; it may have been renamed.") from error
    except SQLAlchemyError as error:
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        fix = "The next run goes on from where it was." if lost else "Check address, user and password."
        raise BadInput(f"The database says: {_said(error)}.", where=where, fix=fix) from error
    finally:
        if engine is not None:
            engine.dispose()  # with a StaticPool the connection is closed even where dlt has not let go of it


def _said(error: Any) -> str:
    """The first line of a database's complaint, which has no password in it; without the number pymysql puts before it."""
    found = getattr(error, "orig", None) or error
    text = found.args[-1] if len(found.args) == 2 and isinstance(found.args[0], int) else found
    return str(text).strip().splitlines()[0].rstrip(".")


def offered(reading: Reading) -> list[str]:
    """The tables and views there are."""
    import sqlalchemy

    with _engine(reading) as engine:
        found = sqlalchemy.inspect(engine)
        usual = found.default_schema_name
        names = []
        for schema in found.get_schema_names():
            if schema in _SYSTEM:
                continue
            before = "" if schema == usual else f"{schema}."
            names += [f"{before}{name}" for name in (*found.get_table_names(schema), *found.get_view_names(schema))]
        return sorted(names)


def read(reading: Reading) -> Iterator[Portion]:
    """The rows of a table; only those changed since the mark, where a column says when a row last changed."""
    column = reading.options.get("changed")
    start = _start(reading) if column else None
    with _engine(reading) as engine:
        rows = iter(_rows(engine, reading, column, start))
        latest = start if reading.mark is None else reading.mark.get("changed")
        seen = Seen(reading.mark)
        while portion := list(islice(rows, PORTION)):
            reading.pages += 1
            if not column:
                yield Portion(tuple(portion))
                continue
            _refuse_without(column, portion[0], reading)
            told = [_told(row[column]) for row in portion]
            fresh = tuple(row for row, changed in zip(portion, told, strict=True) if seen.is_new(row, changed))
            latest = next((changed for changed in reversed(told) if changed is not None), latest)
            mark = {"changed": latest, "seen": seen.since(_back(latest))}
            yield Portion(fresh, mark=mark if latest is not None else None)


def _refuse_without(column: str, row: Item, reading: Reading) -> None:
    if column not in row:
        raise BadInput(f"{reading.listing.name} has no column {column}.", where=reading.where, fix=f"It has {', '.join(row)}.")


def _start(reading: Reading) -> Any:
    """From where on rows are asked for: a little before the mark."""
    if reading.mark is None:
        return reading.since.isoformat() if reading.since else None
    return _back(reading.mark.get("changed"))


def _back(told: Any) -> Any:
    """A little before a change that was told; the change itself where it is no moment."""
    when = moment(told) if isinstance(told, str) else None
    return (when - _BACK).replace(tzinfo=None).isoformat(sep=" ") if when else told


def _rows(engine: Engine, reading: Reading, column: str | None, start: Any) -> Iterator[Item]:
    schema, _, table = reading.listing.name.rpartition(".")

    def choose(query: Select[Any], of: Table, *_: Any) -> Select[Any]:
        if not column or column not in of.columns:
            return query
        own = of.columns[column]
        return (query if start is None else query.where(own >= _as(own, start))).order_by(own)

    resource = extracting.sql_table(
        credentials=engine,
        table=table,
        schema=schema or None,
        chunk_size=5_000,
        query_adapter_callback=choose,
        table_adapter_callback=_adapting(engine),
        reflection_level="minimal",
    )
    for row in _unwrapped(resource):
        yield {name: _value(value) for name, value in row.items()}


def _adapting(engine: Engine) -> Callable[[Table], None] | None:
    """What changes a table as it was found, where its database needs that."""
    if engine.name not in _MYSQL:
        return None
    from helder.connectors.sources import mysql

    return mysql.spans_as_texts


def _unwrapped(resource: Any) -> Iterator[Item]:
    """The rows, with the database's own complaint where dlt wraps it."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield from resource
    except GeneratorExit:
        raise
    except Exception as error:
        found: BaseException | None = error
        while found is not None and not isinstance(found, SQLAlchemyError | HelderError):
            found = found.__cause__ or found.__context__
        raise (found or error) from error


def _as(column: Any, start: Any) -> Any:
    """The start as the column's kind of value."""
    from sqlalchemy import Date, DateTime

    when = moment(start)
    if isinstance(column.type, DateTime) and when is not None:
        return when if column.type.timezone else when.replace(tzinfo=None)
    return when.date() if isinstance(column.type, Date) and when is not None else start


def _told(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)


def _value(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, set):  # of MySQL: in the same order at every reading
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value


SQL = System(
    name="sql",
    title="SQL database",
    meaning="Tables and views of PostgreSQL, MySQL, MariaDB, SQL Server, Oracle or SQLite",
    fields=(
        Field("url", "Address", "postgresql://user@host/name; without the password", address=True),
        Field("password", "Password", secret=True, required=False),
    ),
    read=read,
    named="table",
    offered=offered,
    every=60,
    steps="Use a user that may read the tables, and no more.",
)
