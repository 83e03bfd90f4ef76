"""From an acknowledged event to the open board, and what reading costs meanwhile, on a running server.

python -m benchmarks live [SECONDS [CUSTOMERS]]

A server on the demonstration company takes 1,000 events a second (page views, orders and contacts, in posts of 20) while four
people look at boards and open pages. Beside them single answers are sent, each timed from its acknowledgement to the moment the
tile of NPS that counts it comes to an open board.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks.machine import described

_EACH, _PER_SECOND = 20, 1_000
_PROBES = 0.2  # seconds between single answers
#: The boards that are looked at, two of them the same.
_BOARDS = (
    "period=today&grain=hour",
    "period=today&grain=hour",
    "period=3-months&grain=week",
    "period=today&grain=hour&segment=country:NL",
)
_COUNT = re.compile(r"n ([\d,]+)")
#: Boards of today need answers of today: of a zone in which it is the afternoon.
_AHEAD = max(-12, min(14, 15 - datetime.now(UTC).hour))
_ZONE = f"Etc/GMT{-_AHEAD:+d}"
_ENVIRONMENT = {**os.environ, "HELDER_ZONE": _ZONE}


def helder(home: Path, *words: str) -> list[str]:
    """The command."""
    return [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]


def made_token(home: Path) -> str:
    """A token that may send rows to every table, as fast as it can."""
    (home / "helder.toml").write_text("api_per_second = 0\n")
    made = subprocess.run(
        helder(home, "token", "create", "bench", "--write", "all"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=_ENVIRONMENT,
    )
    return str(re.findall(r"helder_\S+", made.stdout)[0])


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str]]:
    """A running server: its address, and the first password."""
    process = subprocess.Popen(helder(home, "serve", "--port", "0"), stdout=subprocess.PIPE, text=True, env=_ENVIRONMENT)
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Stop it"):
            break
    try:
        yield re.findall(r"Helder is at (\S+)", said)[0], re.findall(r"password (\S+)", said)[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def signed_in(address: str, password: str) -> httpx.Client:
    """A person's browser."""
    client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
    form = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in").text)
    assert form is not None
    client.post("/sign-in", data={"username": "admin", "password": password, "csrfmiddlewaretoken": form[1]})
    return client


class Looking(threading.Thread):
    """Someone who keeps a board open and opens pages; notes how long those take, and when NPS had counted how many answers."""

    def __init__(self, client: httpx.Client, query: str, ends: list[float]) -> None:
        super().__init__(daemon=True)
        self.client, self.query, self.ends = client, query, ends
        self.counted: list[tuple[float, int]] = []
        self.pages: list[tuple[float, float]] = []

    def run(self) -> None:
        threading.Thread(target=self._open_pages, daemon=True).start()
        with self.client.stream("GET", f"/live?{self.query}", timeout=None) as events:
            for line in events.iter_lines():
                if time.perf_counter() > self.ends[0]:
                    return
                if line.startswith("data: {"):
                    found = _COUNT.search(json.loads(line[6:]).get("tile-nps", ""))
                    if found:
                        self.counted.append((time.perf_counter(), int(found[1].replace(",", ""))))

    def _open_pages(self) -> None:
        with httpx.Client(base_url=self.client.base_url, cookies=self.client.cookies, timeout=60) as other:
            while time.perf_counter() < self.ends[0]:
                begun = time.perf_counter()
                other.get(f"/?{self.query}").raise_for_status()
                self.pages.append((begun, time.perf_counter() - begun))
                time.sleep(1.0)


def now() -> str:
    """This moment, as it is sent."""
    return datetime.now(UTC).isoformat()


def events(kind: str, number: Iterator[int]) -> list[dict[str, Any]]:
    """A post of events."""
    at = now()
    rows: dict[str, Callable[[int], dict[str, Any]]] = {
        "page_events": lambda i: {"event_id": f"live{i}", "session_id": f"live{i // 9}", "at": at, "event": "view", "page": "/"},
        "orders": lambda i: {
            "order_id": f"live{i}",
            "ordered_at": at,
            "status": "paid",
            "revenue": 20,
            "customer_id": f"c{i % 999}",
        },
        "contacts": lambda i: {"contact_id": f"live{i}", "offered_at": at, "channel": "phone", "outcome": "answered"},
    }
    return [rows[kind](next(number)) for _ in range(_EACH)]


def pour(address: str, token: str, ends: float, taken: list[float]) -> None:
    """Send events, so many a second, from two connections; notes how long each post took."""
    number, kinds = itertools.count(), itertools.cycle(["page_events"] * 3 + ["orders", "contacts"])
    beats = itertools.count()
    begun = time.perf_counter()

    def one() -> None:
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
            while time.perf_counter() < ends:
                due = begun + next(beats) * _EACH / _PER_SECOND
                time.sleep(max(due - time.perf_counter(), 0))
                kind = next(kinds)
                sent = time.perf_counter()
                client.post(f"/api/v1/tables/{kind}", json=events(kind, number)).raise_for_status()
                taken.append(time.perf_counter() - sent)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def probe(address: str, token: str, ends: float, known: list[tuple[float, float]]) -> None:
    """Send single answers; notes when each was sent and acknowledged."""
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        for number in itertools.count():
            if time.perf_counter() > ends:
                return
            row = {
                "answer_id": f"probe{os.getpid()}-{number}",
                "instrument": "nps",
                "scale": "0-10",
                "score": 9,
                "answered_at": now(),
            }
            sent = time.perf_counter()
            client.post("/api/v1/tables/answers", json=row).raise_for_status()
            known.append((sent, time.perf_counter()))
            time.sleep(_PROBES)


def told(name: str, seconds: list[float]) -> None:
    """A line of milliseconds."""
    each = sorted(seconds)
    if not each:
        print(f"{name:54} none")
        return
    half, most = each[len(each) // 2], each[min(len(each) * 99 // 100, len(each) - 1)]
    print(f"{name:54} {half * 1000:10,.0f} {most * 1000:10,.0f} {each[-1] * 1000:10,.0f} {len(each):8,}", flush=True)


def main(words: list[str]) -> None:
    """Idle, then under load."""
    seconds = float(words[0]) if words else 30.0
    customers = words[1] if len(words) > 1 else "20000"
    print(described())
    with tempfile.TemporaryDirectory(prefix="helder-live-") as folder:
        home = Path(folder)
        subprocess.run(helder(home, "demo", "--customers", customers), check=True, capture_output=True, env=_ENVIRONMENT)
        token = made_token(home)
        with served(home) as (address, password):
            ends = [float("inf")]
            people = [Looking(signed_in(address, password), query, ends) for query in _BOARDS]
            for person in people:
                person.start()
            while not all(person.counted for person in people):  # every board is open and whole
                time.sleep(0.2)
            base = people[0].counted[-1][1]
            quiet = time.perf_counter()
            time.sleep(seconds / 2)
            busy = time.perf_counter()
            posts: list[float] = []
            probes: list[tuple[float, float]] = []
            until = busy + seconds
            threads = [
                threading.Thread(target=pour, args=(address, token, until, posts)),
                threading.Thread(target=probe, args=(address, token, until, probes)),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            time.sleep(3)
            ends[0] = 0.0
            shown = [next((at for at, n in people[0].counted if n >= base + i), None) for i in range(1, len(probes) + 1)]
    print(f"\n{len(posts) * _EACH / seconds:,.0f} events a second acknowledged")
    print(f"{'':54} {'median ms':>10} {'99 % ms':>10} {'most ms':>10}")
    told("a post of 20 events, to its acknowledgement", posts)
    told("a single answer, to its acknowledgement", [acknowledged - sent for sent, acknowledged in probes])
    late = [at - acknowledged for at, (_, acknowledged) in zip(shown, probes, strict=True) if at is not None]
    told("from its acknowledgement to the open board", [max(seconds, 0.0) for seconds in late])
    print(f"{'answers that never came to the board':54} {sum(at is None for at in shown):10,}")
    told("a page of the board, idle", [spent for p in people for at, spent in p.pages if quiet <= at < busy - spent])
    told("a page of the board, while events arrive", [spent for p in people for at, spent in p.pages if busy <= at < until])


if __name__ == "__main__":
    main(sys.argv[1:])
