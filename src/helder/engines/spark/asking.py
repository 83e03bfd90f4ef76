"""Questions to Spark: within a time, their answers as Arrow, their failures in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from helder.engines.spark.views import Views
from helder.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa

@contextmanager
def asked(views: Views, where: str, seconds: float | None):
    yield lambda sql, tables: views.frame(sql, tables).toArrow()
