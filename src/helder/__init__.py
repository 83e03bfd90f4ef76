"""Helder: customer-experience metrics one can trust.

    >>> import helder
    >>> h = helder.connect("duckdb:///cx.duckdb")
    >>> h.show("nps", by=["channel"], grain="month").to_pandas()

connect: a workspace over a store. show: the answer to a question put to tables in memory. CATALOG: the metrics by name.
Errors are in helder.errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helder import errors

if TYPE_CHECKING:
    from helder.in_memory import show
    from helder.metrics import CATALOG
    from helder.workspace import connect

__version__ = "0.1.0"
__all__ = ["CATALOG", "connect", "errors", "show"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that importing helder costs next to nothing."""
    if name == "connect":
        from helder.workspace import connect

        return connect
    if name == "show":
        from helder.in_memory import show

        return show
    if name == "CATALOG":
        from helder.metrics import CATALOG

        return CATALOG
    raise AttributeError(f"module 'helder' has no attribute {name!r}")
