"""One customer's rows as a file to hand over, and taking them out of a store."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from helder.engines import Engine
from helder.engines.erasing import REJECTS, Erasure, customers_of
from helder.errors import BadInput, BadQuestion, StoreError
from helder.metrics import Catalog
from helder.model import TABLES, Kind, Table
from helder.model.money import minor_units

if TYPE_CHECKING:
    import pyarrow as pa

#: What an application keeps of a customer beside the store: by a name, its records.
Kept = Mapping[str, Iterable[Mapping[str, Any]]]


def found(engine: Engine, said: str) -> str:
    """The key of the customer that a key or an e-mail address names. Raises BadInput where several have that address."""
    customers = customers_of(engine)
    if "@" not in said or customers.counts(said).keys() - {REJECTS}:  # a rejected row may name somebody else's address
        return said
    keys = customers.named(said)
    if len(keys) > 1:
        raise BadInput(f"Several customers have that address: {', '.join(keys)}.", where=said, fix="Name one by its key.")
    return keys[0] if keys else said


def staying(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """By table, the attributes that figures are told by: those a company declared as dimensions."""
    wanted: dict[str, set[str]] = {}
    for metric in catalog.values():
        for dimension in metric.dimensions.values():
            if dimension.attribute and dimension.table is not None:
                wanted.setdefault(dimension.table, set()).add(dimension.column)
    return {table: tuple(sorted(names)) for table, names in wanted.items()}


def erase(engine: Engine, catalog: Catalog, customer: str, *, delete: bool, also: tuple[str, ...] = ()) -> dict[str, int]:
    """Take a customer out of the store; rows by table. also: texts that name them beside those of their row.

    What lay beneath is still to be overwritten then, by `finish` of the engine's customers.
    """
    return customers_of(engine).take_out(Erasure(customer, delete, staying(catalog), also))


def export(engine: Engine, customer: str, file: Path, kept: Kept) -> dict[str, int]:
    """Write all rows of a customer, and what an application keeps of them, as a zip only its owner can read; records by name.

    Each table is a file with a JSON object a line, amounts in the currency's units. Raises BadInput where there is nothing,
    BadQuestion where the file is there, StoreError where it cannot be written.
    """
    contents: dict[str, list[Any]] = {}
    for name, rows in customers_of(engine).rows(customer).items():
        contents[f"tables/{name}"] = _plain(TABLES[name], rows) if name in TABLES else rows.to_pylist()
    for name, records in kept.items():
        contents[f"helder/{name}"] = list(records)
    if not contents:
        raise nobody(customer)
    if file.exists():
        raise _there(file)
    counts = {name: len(records) for name, records in contents.items()}
    about = {"customer": customer, "made_at": datetime.now(UTC), "records": counts}
    with _made(file) as made:
        made.writestr("about.json", _line(about))
        for name, records in contents.items():
            made.writestr(f"{name}.ndjson", "".join(_line(one) for one in records))
    return counts


@contextmanager
def _made(file: Path) -> Iterator[zipfile.ZipFile]:
    """A zip to be filled, which is there when it is whole; of one that fails nothing is left."""
    try:
        handle, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # only its owner can read it
        try:
            with os.fdopen(handle, "wb") as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
                yield made
            if file.exists():  # it came meanwhile
                raise _there(file)
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"It cannot be written: {error.strerror}.", where=str(file), fix="Name another file.") from error


def _there(file: Path) -> BadQuestion:
    return BadQuestion("There is a file already.", where=str(file), fix="Name one that is not there yet.")


def nobody(customer: str) -> BadInput:
    """The error of a customer of whom nothing is kept."""
    return BadInput(
        f"Nothing is kept of a customer {customer}.", where=customer, fix="Name one by its key, as in customer_id, or by e-mail."
    )


def _plain(table: Table, rows: pa.Table) -> list[dict[str, Any]]:
    """Rows with the table's own columns that have a value, as people read them."""
    return [
        {column.name: _said(column.kind, row[column.name], row) for column in table.columns if row[column.name] is not None}
        for row in rows.to_pylist()
    ]


def _said(kind: Kind, value: Any, row: Mapping[str, Any]) -> Any:
    if kind is Kind.MONEY:
        return Decimal(value) / minor_units(row.get("currency") or "EUR")
    return dict(value) if kind is Kind.MAP else value


def _line(record: Any) -> str:
    return json.dumps(record, default=_text, ensure_ascii=False) + "\n"


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
