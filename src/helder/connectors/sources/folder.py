"""Folders and object stores: files that are new or have changed, loaded as they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helder import outgoing
from helder.connectors.sources import extracting
from helder.connectors.sources.system import Field, Portion, Reading, System
from helder.errors import BadInput

#: Files of which the last change is kept, the latest ones.
_KEPT = 100_000
#: A file that changed so little ago may still be being written: it waits for the next run.
_QUIET = timedelta(seconds=5)


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
    if urlsplit(address).scheme != "s3":
        raise BadInput(f"Helder does not read {address}.", where=reading.where, fix="Name a folder, or s3://bucket/folder.")
    endpoint = reading.settings["endpoint"].strip()
    outgoing.check(endpoint or "https://s3.amazonaws.com", reading.allowed, where=reading.where)
    keys = {"key": reading.settings["key"] or None, "secret": reading.settings["secret"] or None}
    return address, fsspec.filesystem("s3", **keys, endpoint_url=endpoint or None, skip_instance_cache=True), None


def read(reading: Reading) -> Iterator[Portion]:
    """Each file of a pattern that is new or has changed, the one that changed first before the others."""
    url, files, folder = _place(reading)
    known: dict[str, Any] = dict((reading.mark or {}).get("files", {}))
    try:
        found = list(extracting.filesystem(bucket_url=url, credentials=files, file_glob=reading.listing.name))
    except Exception as error:  # of whatever kind the store's own library has
        what = f"The files cannot be listed: {_beneath(error)}."
        raise BadInput(what, where=reading.where, fix="Check the address and the keys.") from error
    for item in sorted(found, key=lambda one: (one["modification_date"], one["file_url"])):
        changed = item["modification_date"]
        if (reading.since and changed.date() < reading.since) or changed > reading.began - _QUIET:
            continue
        state = f"{changed.isoformat()} {item['size_in_bytes']}"
        if known.get(item["relative_path"]) == state or not item["size_in_bytes"]:
            continue
        if folder is not None:
            within(folder / item["relative_path"], reading)
        copy = reading.place / Path(item["relative_path"]).name
        with item.open(mode="rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        reading.pages += 1
        yield Portion(file=copy, mark={"files": _latest({**known, item["relative_path"]: state})})
        copy.unlink()
        if not reading.failed:
            known[item["relative_path"]] = state


def _latest(known: Mapping[str, Any]) -> dict[str, Any]:
    return dict(list(known.items())[-_KEPT:])


def _beneath(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__


FILES = System(
    name="files",
    title="Files",
    meaning="CSV, JSON, NDJSON, Parquet and Excel files that others put into a folder or an object store",
    fields=(
        Field("address", "Folder", "A folder in `incoming` of the home folder, or s3://bucket/folder", default=".", address=True),
        Field("key", "Access key", "Of the object store", required=False),
        Field("secret", "Secret key", secret=True, required=False),
        Field("endpoint", "Endpoint", "Of an object store other than Amazon's: https://...", required=False, address=True),
    ),
    read=read,
    named="pattern of files",
    every=15,
    steps="A pattern is a name with * for any letters, as answers-*.csv, and **/ for any folders.",
)
