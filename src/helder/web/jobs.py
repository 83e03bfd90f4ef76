"""Work done beside answering pages: at once, later, or again and again. The queue outlives the server.

An app names its jobs in a module `jobs`: functions under `@job()`, and those that come back under `@every(minutes)`. They run on
threads of the server, which owns the store; what they are given are plain values, as they may run after the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, ParamSpec

from django.utils.module_loading import autodiscover_modules
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from helder.errors import BadSetting, NotSupported
from helder.settings import Settings
from helder.web.keys import secret_key

P = ParamSpec("P")
_WORKERS = 2
_log = logging.getLogger(__name__)


class Job(Generic[P]):
    """A function that the server runs beside its pages; called, it runs here and now. minutes: between runs that come back.

    It is run once, whatever becomes of it: what must be done keeps its state where the next look finds it.
    """

    def __init__(self, work: Callable[P, None], minutes: int = 0) -> None:
        self.work, self.minutes = work, minutes
        self.name = f"{work.__module__}.{work.__qualname__}"

    def __call__(self, *args: P.args, **given: P.kwargs) -> None:
        self.work(*args, **given)

    def soon(self, *args: P.args, **given: P.kwargs) -> None:
        """Put it into the queue."""
        _current[0].put(self, args, given, None)

    def at(self, moment: datetime, *args: P.args, **given: P.kwargs) -> None:
        """Put it into the queue, to be done at a moment with its zone."""
        _current[0].put(self, args, given, moment)


_known: dict[str, Job[Any]] = {}


def job() -> Callable[[Callable[P, None]], Job[P]]:
    """Makes a function a job."""

    def named(work: Callable[P, None]) -> Job[P]:
        made = Job(work)
        _known[made.name] = made
        return made

    return named


def every(minutes: int) -> Callable[[Callable[[], None]], Job[[]]]:
    """Makes a function a job done every so many minutes (a divisor of 60)."""

    def named(work: Callable[[], None]) -> Job[[]]:
        made: Job[[]] = Job(work, minutes=minutes)
        _known[made.name] = made
        return made

    return named


class Jobs:
    """The queue of one server: in Redis where the settings name one, else in a SQLite file of the home folder."""

    def __init__(self, settings: Settings) -> None:
        autodiscover_modules("jobs")
        sealed = SignedSerializer(secret=settings["secret_key"] or secret_key(settings.home), salt="helder-jobs")
        if settings["redis_url"]:
            self.queue: Huey = _in_redis(settings["redis_url"], sealed)
        else:
            path = settings.home / "web" / "jobs.sqlite3"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.queue = SqliteHuey("helder", filename=str(path), fsync=True, results=False, serializer=sealed)
        self._consumer: _Beside | None = None
        self._tasks = {one.name: self._task(one) for one in _known.values()}
        _current[:] = [self]

    def _task(self, one: Job[Any]) -> Any:
        work = _with_own_connection(one.work)
        if one.minutes:
            return self.queue.periodic_task(crontab(minute=f"*/{one.minutes}"), name=one.name)(work)
        return self.queue.task(name=one.name)(work)

    def put(self, one: Job[Any], args: Any, given: Any, moment: datetime | None) -> None:
        """Queue a job. moment: before which it is not done."""
        task = self._tasks[one.name]
        if moment is None:
            task(*args, **given)
        else:
            task.schedule(args=args, kwargs=given, eta=moment)

    def start(self) -> None:
        """Begin to work the queue off."""
        self._consumer = _Beside(self.queue, workers=_WORKERS, check_worker_health=False)
        self._consumer.start()

    def work_off(self) -> int:
        """Do here what is due, one job after the other; how many were taken up. For a queue that was not started."""
        done = 0
        for task in self.queue.storage.read_schedule(self.queue._get_timestamp()):
            self.queue.enqueue(self.queue.deserialize_task(task))
        while (task := self.queue.dequeue()) is not None:
            self.queue.execute(task)
            done += 1
        return done

    def stop(self) -> None:
        """End what is being done; the rest stays in the queue."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        self.queue.storage.close()


_current: list[Jobs] = []


def _in_redis(url: str, sealed: SignedSerializer) -> Huey:
    """The queue in Redis. Raises NotSupported where its library is not installed, BadSetting where it does not answer."""
    try:
        from redis.exceptions import RedisError
    except ModuleNotFoundError as error:
        raise NotSupported(
            "The queue in Redis needs its library.", where="redis_url", fix="pip install 'helder[redis]'"
        ) from error
    try:
        queue = RedisHuey("helder", url=url, results=False, serializer=sealed)
        queue.storage.conn.ping()
    except (RedisError, ValueError) as error:
        raise BadSetting(f"Redis does not answer: {error}.", where="redis_url", fix="Start it, or name another.") from error
    return queue


class _Beside(Consumer):  # type: ignore[misc]
    """Works beside a server, to which signals are left."""

    def _set_signal_handlers(self) -> None:
        return


def _with_own_connection(work: Callable[..., None]) -> Callable[..., None]:
    """The work, with the connections of its thread let go of afterwards; what it raises is logged by its name."""

    def done(*args: Any, **given: Any) -> None:
        from django.db import close_old_connections, connection

        try:
            work(*args, **given)
        except Exception as error:
            _log.warning("%s.%s: %s", work.__module__, work.__qualname__, error)
            raise
        finally:
            if not connection.in_atomic_block:  # else it is worked off within someone's transaction, whose connection it is
                close_old_connections()

    return done
