"""Folders and object stores: files that are new or have changed, loaded as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helder.connectors.sources import extracting
from helder.connectors.sources.system import Field, Portion, Reading, System
from helder.errors import BadInput, HelderError

#: Files of which the last change is kept, the latest ones.
_KEPT = 100_000
#: A file that changed so little ago may still be being written: it waits for the next run.
_QUIET = timedelta(seconds=5)
_PIECE = 1 << 20


def within(path: Path, reading: Reading) -> Path:
    """A path on this machine, which lies in a folder that may be read. Raises BadInput where it does not."""
    found = (path if path.is_absolute() else reading.folders[0] / path).resolve()
    if not any(found.is_relative_to(folder.resolve()) for folder in reading.folders):
        raise BadInput(
            f"{path} is not in a folder that connections may read.",
            where=reading.where,
            fix=f"Put it into {reading.folders[0]}, or let an administrator set source_folders.",
        )
    return found


def _place(reading: Reading) -> tuple[str, Any, Path | None]:
    """Where the files are as dlt has it, what reads them there, and the folder, where it is one of this machine."""
    import fsspec

    address = reading.settings["address"].strip().rstrip("/")
    if "://" not in address or address.startswith("file://"):
        reading.folders[0].mkdir(parents=True, exist_ok=True)
        folder = within(Path(address.removeprefix("file://")), reading)
        if not folder.is_dir():
            raise BadInput(f"There is no folder {folder}.", where=reading.where, fix="Make it, or name another.")
        return folder.as_uri(), fsspec.filesystem("file"), folder
    if urlsplit(address).scheme != "s3" or not urlsplit(address).netloc:
        raise BadInput(f"Helder does not read {address}.", where=reading.where, fix="Name a folder, or s3://bucket/folder.")
    from helder.connectors.sources import store

    return address, store.opened(reading), None


def read(reading: Reading) -> Iterator[Portion]:
    """Each file of a pattern that is new or has changed, the one that changed first before the others."""
    url, files, folder = _place(reading)
    known: dict[str, Any] = dict((reading.mark or {}).get("files", {}))
    closed: BadInput | None = None
    for item in _found(url, files, reading):
        name, changed = item["relative_path"], item["modification_date"]
        if (reading.since and changed.date() < reading.since) or changed > reading.began - _QUIET:
            continue
        state = f"{changed.isoformat()} {item['size_in_bytes']}"
        if known.get(name) == state or not item["size_in_bytes"]:
            continue
        if folder is not None:
            within(folder / name, reading)
        copy = reading.place / Path(name).name
        try:
            _fetch(item, copy, reading)
        except _Gone:
            continue
        except Closed as error:  # others may be open
            closed = closed or error
            continue
        reading.pages += 1
        yield Portion(file=copy, mark={"files": _latest({**known, name: state})})
        copy.unlink()
        if not reading.failed:
            known[name] = state
    if closed is not None:
        raise closed


def _found(url: str, files: Any, reading: Reading) -> list[Any]:
    """The files of a pattern, the one that changed first before the others."""
    try:
        if url.startswith("s3:"):  # s3fs may take a bucket that is not there as empty
            files.call_s3("list_objects_v2", Bucket=urlsplit(url).netloc, MaxKeys=1)
        found = list(extracting.filesystem(bucket_url=url, credentials=files, file_glob=reading.listing.name))
    except Exception as error:  # of whatever kind the store's own library has
        raise _told("The files cannot be listed", error, reading, "Check the address and the keys.") from error
    return sorted(found, key=lambda one: (one["modification_date"], one["file_url"]))


class Closed(BadInput):
    """A file that may not be read by whom Helder signs in as; others may be."""


class _Gone(Exception):
    """A file that was taken away since it was listed."""


def _fetch(item: Any, copy: Path, reading: Reading) -> None:
    """Copy a file as it is. Raises BadInput where it cannot be read, OSError where the copy cannot be written."""
    with copy.open("wb") as target:
        for piece in _pieces(item, reading):
            target.write(piece)


def _pieces(item: Any, reading: Reading) -> Iterator[bytes]:
    try:
        with item.open(mode="rb", compression="disable") as source:
            while piece := source.read(_PIECE):
                yield piece
    except FileNotFoundError as error:
        raise _Gone from error
    except Exception as error:  # of whatever kind the store's own library has
        what = f"{item['relative_path']} cannot be read"
        if isinstance(error, PermissionError):
            fix = "Allow it to be read there; the next run tries it again."
            raise _told(what, error, reading, fix, Closed) from error
        raise _told(what, error, reading, "The next run goes on from where it was.") from error


def _latest(known: Mapping[str, Any]) -> dict[str, Any]:
    return dict(list(known.items())[-_KEPT:])


def _told(what: str, error: BaseException, reading: Reading, fix: str, kind: type[BadInput] = BadInput) -> HelderError:
    """What is told of an error of the store's library: what lies at the bottom of it."""
    while (beneath := error.__cause__ or error.__context__) is not None and not isinstance(error, HelderError):
        error = beneath
    if isinstance(error, HelderError):
        return error
    said = str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
    return kind(f"{what}: {said}.", where=reading.where, fix=fix)


FILES = System(
    name="files",
    title="Files",
    meaning="CSV, JSON, NDJSON, Parquet and Excel files that others put into a folder or an object store",
    fields=(
        Field("address", "Folder", "A folder in `incoming` of the home folder, or s3://bucket/folder", default=".", address=True),
        Field("key", "Access key", "Of the object store; without keys, a public bucket", required=False),
        Field("secret", "Secret key", secret=True, required=False),
        Field("region", "Region", "Of the object store, where it asks for one: eu-west-1", required=False),
        Field("endpoint", "Endpoint", "Of an object store other than Amazon's: https://...", required=False, address=True),
    ),
    read=read,
    named="pattern of files",
    every=15,
    steps="A pattern is a name with * for any letters, as answers-*.csv, and **/ for any folders.",
)
