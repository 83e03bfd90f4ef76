"""What was seen at the last reading already: looking back for late changes brings it again, and it need not be loaded twice."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Mapping
from typing import Any

#: So many are kept in mind, those changed last; of others that come again the store finds that they are there.
_KEPT = 5_000


class Seen:
    """Items by what they are made of, each with when it changed (as a text or a number that sorts)."""

    def __init__(self, mark: Mapping[str, Any] | None) -> None:
        self._before: Mapping[str, Any] = (mark or {}).get("seen", {})
        self._now: dict[str, Any] = dict(self._before)

    def is_new(self, item: Any, changed: Any) -> bool:
        """Whether an item was not there just so at the last reading; notes it."""
        made = json.dumps(item, sort_keys=True, default=str).encode()
        name = hashlib.blake2b(made, digest_size=9).hexdigest()
        if changed is not None:
            self._now[name] = changed
        if len(self._now) > 4 * _KEPT:
            self._now = self._latest()
        return name not in self._before

    def since(self, start: Any) -> dict[str, Any]:
        """Those that changed from a moment on, where one is given: they come again at a reading that begins there."""
        return {name: changed for name, changed in self._latest().items() if start is None or changed >= start}

    def _latest(self) -> dict[str, Any]:
        return dict(heapq.nlargest(_KEPT, self._now.items(), key=lambda one: one[1]))
