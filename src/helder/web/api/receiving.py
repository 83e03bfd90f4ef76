"""What becomes of rows sent to a table: small sends as they are, large ones as a file is loaded."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helder.connectors.arriving.receipt import Receipt
from helder.connectors.reading import mending
from helder.connectors.reading.judging import judged
from helder.connectors.reading.load import Load, load
from helder.connectors.reading.mapping import Mapping
from helder.connectors.reading.options import FileOptions
from helder.errors import BadInput
from helder.model import Table
from helder.web import serving
from helder.web.api import arrow, reading
from helder.web.api.answer import PROBLEM, Answer, Refused, answer
from helder.web.api.bodies import Body, Limits, unpacked
from helder.web.api.splitting import split

#: Media types of bodies, and the forms they are in.
FORMS = {
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "text/csv": "csv",
    "application/vnd.apache.arrow.stream": "arrow",
}
#: Faults told in an answer; the others are listed by /rejects.
TOLD = 100
#: Large sends that are received or loaded at once.
_LARGE = 4
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0")

_large = threading.BoundedSemaphore(_LARGE)


def form_of(header: str) -> str:
    """The form of a body, by its Content-Type. Raises Refused (415) for one that is not read."""
    kind = header.partition(";")[0].strip().lower()
    if kind not in FORMS:
        said = f"The body is {kind}." if kind else "The request does not say what its body is."
        raise Refused(415, said, where="Content-Type", fix=f"Send one of {', '.join(FORMS)}.")
    return FORMS[kind]


def clear_left_over(home: Path) -> None:
    """Remove what a server that was killed had received of large sends: none of it was acknowledged."""
    shutil.rmtree(_place(home), ignore_errors=True)


@contextmanager
def room(home: Path) -> Iterator[Room]:
    """A place for one send, which is cleared when it is done."""
    place = Room(home)
    try:
        yield place
    finally:
        place.clear()


class Room:
    """A folder for a large send, made when it is wanted, of which there are few at a time."""

    def __init__(self, home: Path) -> None:
        self._parent = _place(home)
        self._folder: TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        """The folder. Raises Refused (503) where many large sends are under way, or none can be kept."""
        if self._folder is None:
            if not _large.acquire(blocking=False):
                raise Refused(
                    503,
                    "Many large sends are under way.",
                    after=5,
                    fix="Send it again as Retry-After says, or in smaller pieces.",
                )
            try:
                self._parent.mkdir(parents=True, exist_ok=True)
                self._folder = TemporaryDirectory(prefix="send-", dir=self._parent, ignore_cleanup_errors=True)
            except OSError as error:
                _large.release()
                raise Refused(503, f"No file can be kept: {error.strerror}.", after=60, fix="Make room on the disk.") from error
        return Path(self._folder.name)

    def spool(self) -> Path:
        """The file into which a large body goes as it is received."""
        return self.folder / "sent"

    def clear(self) -> None:
        """Let go of the folder and the place."""
        if self._folder is not None:
            self._folder.cleanup()
            _large.release()


def _place(home: Path) -> Path:
    return home / "web" / "arriving"


def small_rows(table: Table, form: str, body: Body) -> list[reading.Row] | None:
    """The rows of a small send by the table's columns; None where it is to be loaded as a file is.

    Raises Refused or BadInput for a body that cannot be read, or has a column that the table does not.
    """
    data = None if judged(table) or form == "arrow" else body.whole()
    if data is None:
        return None
    if not data.strip():
        raise Refused(422, "The body is empty.", where="the body", fix="Send rows, or an empty list: []")
    rows = reading.rows_in(form, data)
    return None if rows is None else reading.fitted(table, rows)


def loaded(table: Table, form: str, body: Body, limits: Limits, room: Room, source: str) -> Future[Answer]:
    """What becomes of a large send, or of one that is no simple list of rows."""
    file = room.folder / re.sub(r"[^\w .:-]", "_", source)[:120]  # loads are listed by the names of their files
    if form == "arrow":
        _to_parquet(body, limits, room.folder, file)
    elif form == "json":
        form = "ndjson"
        with body.opened(limits.unpacked) as unpacking, file.open("wb") as into:
            split(unpacking, into)
    else:
        unpacked(body, limits, file)
        _refuse_packed(file)
    return serving.now().arrivals.bring(lambda engine: _load(engine, file, table, form))


def _load(engine: Any, file: Path, table: Table, form: str) -> Answer:
    options = FileOptions(format={"arrow": "parquet"}.get(form, form))
    mapping = Mapping(file=options)
    try:
        done = load(
            engine, file, table=table, mapping=mapping, currency=serving.now().settings["currency"], catalog=serving.catalog()
        )
    except BadInput as error:  # the file is ours: its place says nothing to who sent it
        fix = error.fix if error.fix and "helder " not in error.fix else f"GET /api/v1/tables/{table.name} lists the columns."
        raise BadInput(error.what, where="the body", fix=fix) from error
    found = mending.listed(engine, load=done.number, limit=TOLD).to_pylist() if done.rejected else []
    return _told_of_load(table, done, found)


def told(table: Table, receipt: Receipt) -> Answer:
    """The answer to a small send."""
    faults = [
        {"row": fault.row, "column": fault.column, "value": fault.value, "reason": fault.reason}
        for fault in receipt.rejected[:TOLD]
    ]
    return _answer(table, receipt.accepted, receipt.refused, faults, len(receipt.rejected) - len(faults))


def _told_of_load(table: Table, done: Load, found: list[dict[str, Any]]) -> Answer:
    faults = [{name: row[name] for name in ("row", "column", "value", "reason")} for row in found]
    accepted = sum(filled.accepted for filled in done.filled)
    left = max(done.rejected - len({row["row"] for row in found}), 0)
    return _answer(table, accepted, done.rejected, faults, left, load=done.number)


def _answer(
    table: Table, accepted: int, rejected: int, faults: list[dict[str, Any]], left: int, load: int | None = None
) -> Answer:
    where = f"load={load}" if load is not None else f"table={table.name}"
    record: dict[str, Any] = {"table": table.name, "accepted": accepted, "rejected": rejected}
    if load is not None:
        record["load"] = load
    if rejected:
        record |= {"faults": faults, "faults_not_told": left, "listed_at": f"/api/v1/rejects?{where}"}
    if rejected and not accepted:
        told = {"status": 422, "what": "Every row was rejected.", "where": "the body", "fix": "See the faults; mend the rows."}
        return replace(answer(told | record, 422), kind=PROBLEM)
    return answer(record)


def _to_parquet(body: Body, limits: Limits, folder: Path, into: Path) -> None:
    from pyarrow import parquet

    plain = folder / "stream"
    unpacked(body, limits, plain)
    found = arrow.batches(str(plain), limits.unpacked)
    first = next(found, None)
    if first is None:
        raise Refused(422, "The Arrow stream has no rows.", where="the body", fix="Send at least one.")
    with parquet.ParquetWriter(into, first.schema) as writer:
        writer.write_batch(first)
        for batch in found:
            writer.write_batch(batch)


def _refuse_packed(file: Path) -> None:
    with file.open("rb") as opened:
        start = opened.read(8)
    if start.startswith(_PACKED):
        raise Refused(
            422, "The body is packed, or another form than it says.", where="the body",
            fix="Say how it is packed in Content-Encoding, and what it is in Content-Type.",
        )  # fmt: skip
