"""Turns to work out what boards show: what is quick passes what takes long, and nobody is passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import pytest

from helder.web.boards import turns
from helder.web.boards.turns import Turns

QUICK, LONG = 0.01, 10.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that goes when it is told to, on a machine of one processor that is not used, so that no place has to rest."""
    found = SimpleNamespace(now=0.0)
    monkeypatch.setattr(turns, "_PROCESSORS", 1)
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: found.now, process_time=lambda: 0.0))
    return found


class Work:
    """Something that waits for a turn, and has it until it is told to end."""

    def __init__(self, of: Turns, takes: float | None) -> None:
        self.begun, self.end = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._do(of, takes))

    async def _do(self, of: Turns, takes: float | None) -> None:
        async with of.turn(takes):
            self.begun.set()
            await self.end.wait()

    async def done(self) -> None:
        await asyncio.wait_for(self.begun.wait(), 10)
        self.end.set()
        await self.task


async def settled() -> None:
    """Whatever can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(test: Callable[[Turns], Awaitable[None]]) -> None:
    async def within() -> None:
        await test(Turns())

    asyncio.run(within())


def test_what_is_quick_and_what_is_new_pass_what_takes_long(clock: SimpleNamespace) -> None:
    async def test(of: Turns) -> None:
        Work(of, QUICK).end.set()  # what is usual
        dear = Work(of, LONG)
        await dear.begun.wait()
        await Work(of, QUICK).done()
        await Work(of, None).done()
        assert not dear.end.is_set()
        await dear.done()

    run(test)


def test_what_takes_long_is_done_one_at_a_time(clock: SimpleNamespace) -> None:
    async def test(of: Turns) -> None:
        for _ in range(3):
            await Work(of, QUICK).done()
        first = Work(of, LONG)
        await first.begun.wait()
        second = Work(of, LONG)
        await settled()
        assert not second.begun.is_set()
        await first.done()
        await second.done()

    run(test)


def test_what_turns_out_to_take_long_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONG", 0.001)
    monkeypatch.setattr(turns, "_PROCESSORS", 1)

    async def test(of: Turns) -> None:
        slow = Work(of, 0.0)
        await slow.begun.wait()
        await Work(of, 0.0).done()
        assert not slow.end.is_set()
        await slow.done()

    run(test)


def test_who_waited_longest_beside_what_it_takes_comes_first(clock: SimpleNamespace) -> None:
    async def test(of: Turns) -> None:
        there = Work(of, QUICK)
        await there.begun.wait()
        slower, quicker = Work(of, 4 * QUICK), Work(of, QUICK)
        await settled()
        clock.now += 1.0
        there.end.set()
        await settled()
        assert quicker.begun.is_set()
        assert not slower.begun.is_set()
        clock.now += 1.0
        later = Work(of, QUICK)
        await settled()
        await quicker.done()
        await settled()
        assert slower.begun.is_set()
        assert not later.begun.is_set()
        await slower.done()
        await later.done()

    run(test)


def test_one_that_gives_up_holds_nobody_up(clock: SimpleNamespace) -> None:
    async def test(of: Turns) -> None:
        first = Work(of, None)
        await first.begun.wait()
        waiting, called = Work(of, None), Work(of, None)
        await settled()
        waiting.task.cancel()
        first.end.set()
        await settled()
        called.task.cancel()  # in the midst of its turn
        await settled()
        following = Work(of, None)
        await following.done()
        assert following.begun.is_set()
        assert not waiting.begun.is_set()

    run(test)
