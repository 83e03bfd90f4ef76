"""Ibis remembers which of its nodes are equal, by their addresses, in one dictionary that all threads write without a lock.

Two threads that let go of nodes together leave entries behind (seen as a KeyError ignored in `Comparable.__del__`), and an
address that is used again could then answer for a node that is gone. Ibis 12 is so; its two methods are done here as they are
there, locked.
"""

from __future__ import annotations

import threading
from typing import Any

from ibis.common.bases import Comparable


def lock() -> None:
    """Let threads compare and let go of Ibis's nodes at once."""
    # Bound here, as nodes are let go of when Python ends, too, and modules are empty then.
    known, one_at_a_time = Comparable.__cache__, threading.RLock()  # again by itself: collecting garbage lets go of nodes

    def equal(self: Any, other: Any) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return False
        mine, theirs = id(self), id(other)
        found = known.get(mine, {}).get(theirs)
        if found is None:
            found = self.__equals__(other)
            with one_at_a_time:
                known.setdefault(mine, {})[theirs] = found
                known.setdefault(theirs, {})[mine] = found
        return bool(found)

    def forget(self: object) -> None:
        mine = id(self)
        if mine not in known:  # nor will it be: nobody holds it any more who could compare it
            return
        with one_at_a_time:
            for other in known.pop(mine, ()):
                equals = known[other]
                del equals[mine]
                if not equals:
                    del known[other]

    Comparable.__eq__ = equal
    Comparable.__del__ = forget
