"""What many ask for at once, done once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Answers by their keys, the most recent `most` of them; what failed is asked again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def asked(self, key: Hashable, question: Callable[[], T], pool: Executor) -> Future[T]:
        """The answer to a question, asked of a pool now or before."""
        with self._lock:
            known = self._known(key)
            return known if known is not None else self._keep(key, pool.submit(question))

    def done(self, key: Hashable, work: Callable[[], T]) -> T:
        """What some work gives, done in this thread unless another has done it, or does it now."""
        with self._lock:
            known = self._known(key)
            own: Future[T] = known if known is not None else self._keep(key, Future())
        if known is None:
            try:
                own.set_result(work())
            except BaseException as error:
                own.set_exception(error)
                raise
        return own.result()

    def _known(self, key: Hashable) -> Future[Any] | None:
        known = self._answers.get(key)
        if known is None or (known.done() and known.exception()):
            return None
        self._answers.move_to_end(key)
        return known

    def _keep(self, key: Hashable, answer: Future[T]) -> Future[T]:
        self._answers[key] = answer
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer
