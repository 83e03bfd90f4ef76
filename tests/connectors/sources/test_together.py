"""Connections that run at the same time do not get in one another's way; one runs once at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from connectors.sources.desks import play_chatwoot, play_liveagent
from connectors.sources.office import Office
from connectors.sources.playing import Asked, Played
from connectors.sources.shopify import play_shopify
from connectors.sources.woocommerce import play_woocommerce

from helder.connectors.sources.run import Runner
from helder.connectors.sources.runs import Run
from helder.errors import BadInput
from helder.metrics import CATALOG

PLAYS = {"liveagent": play_liveagent, "chatwoot": play_chatwoot, "shopify": play_shopify, "woocommerce": play_woocommerce}


def test_four_at_once_bring_what_each_brings_alone(office: Office, played: Played) -> None:
    store = threading.Lock()

    def bring(work: Any) -> Any:
        with store:
            return work(office.engine)

    def run(name: str) -> Run:
        return Runner(office.settings, bring, CATALOG).run(name)

    for name, play in PLAYS.items():
        office.connect(name, f'prefix = "{name}-"\n{play(played)}')
    with ThreadPoolExecutor(len(PLAYS)) as pool:
        runs = dict(zip(PLAYS, pool.map(run, PLAYS), strict=True))
    assert {name: run.error for name, run in runs.items()} == dict.fromkeys(PLAYS)
    assert office.rows("select split_part(case_id, '-', 1), count(*) from cases group by 1 order by 1") == [
        ("chatwoot", 3),
        ("liveagent", 2),
    ]
    assert office.rows("select split_part(order_id, '-', 1), count(*) from orders group by 1 order by 1") == [
        ("shopify", 6),
        ("woocommerce", 6),
    ]


def test_one_runs_once_at_a_time(office: Office, played: Played) -> None:
    office.connect("desk", play_chatwoot(played))
    path, sound = next(iter(played.paths.items()))
    going, go_on = threading.Event(), threading.Event()

    def waiting(asked: Asked) -> Any:
        going.set()
        assert go_on.wait(30)
        return sound(asked)

    played.paths[path] = waiting
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(office.run, "desk")
        assert going.wait(30)
        assert office.place("desk").busy
        with pytest.raises(BadInput, match="going on"):
            office.run("desk")
        go_on.set()
        assert first.result(60).error is None
    assert not office.place("desk").busy
    assert len(office.place("desk").runs()) == 1
