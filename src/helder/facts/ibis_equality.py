"""Ibis remembers which of its nodes are equal, by their addresses, in one dictionary that all threads write without a lock.

Two threads that let go of nodes together leave entries behind (seen as a KeyError ignored in `Comparable.__del__`), and an
address that is used again could then answer for a node that is gone. Ibis 12 is so; its two methods are done here as they are
there, locked.
"""

from __future__ import annotations

import threading
from typing import Any

from ibis.common.bases import Comparable

#: Of one thread more than once, as collecting garbage within it lets go of nodes.
_LOCK = threading.RLock()


def _equal(self: Any, other: Any) -> bool:
    if self is other:
        return True
    if type(self) is not type(other):
        return False
    mine, theirs, known = id(self), id(other), Comparable.__cache__
    found = known.get(mine, {}).get(theirs)
    if found is None:
        found = self.__equals__(other)
        with _LOCK:
            known.setdefault(mine, {})[theirs] = found
            known.setdefault(theirs, {})[mine] = found
    return bool(found)


def _forget(self: object) -> None:
    mine, known = id(self), Comparable.__cache__
    if mine not in known:  # nor will it be: nobody holds it any more who could compare it
        return
    with _LOCK:
        for other in known.pop(mine, ()):
            equals = known[other]
            del equals[mine]
            if not equals:
                del known[other]


def lock() -> None:
    """Let threads compare and let go of Ibis's nodes at once."""
    Comparable.__eq__ = _equal
    Comparable.__del__ = _forget
