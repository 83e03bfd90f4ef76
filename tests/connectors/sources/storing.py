"""A connection to files in an object store, and files put there."""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.sources.office import Office
from s3 import S3

CONNECTION = """
system = "files"
[settings]
address = "s3://exports/daily"
key = "{key}"
secret = "{secret}"
endpoint = "{address}"
[records."{pattern}"]
into = "answers"
"""
ANSWERS = "answer_id,instrument,score,answered_at\n"
BEGAN = datetime(2026, 3, 2)


def connect(office: Office, server: S3, pattern: str = "answers-*.csv") -> None:
    office.connect("drop", CONNECTION.format(key=server.key, secret=server.secret, address=server.address, pattern=pattern))


def put(store: S3, number: int, score: int = 10, after: int = 0) -> None:
    """A file of one answer, changed so many seconds after the first."""
    store.put(f"daily/answers-{number:04}.csv", f"{ANSWERS}{number},nps,{score},2026-03-02\n", BEGAN + timedelta(seconds=after))
