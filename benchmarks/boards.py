"""The executive board over ten million rows: all its tiles together, beside a query for each tile, and for each card.

python -m benchmarks boards [CUSTOMERS]

In one process, on one store: the board as Helder works it out; each of its tiles by itself, as boards that ask tile by tile do;
and the SQL of each card (its figure, the same of the period before, its weeks; Helder's own for that metric alone, compiled
beforehand) put to the same DuckDB file from a pool of fifteen connections, as Metabase does. Every round is of another period,
so that nothing is remembered; plans are made before. First from the rows, then with the roll-ups that a server makes; of the
whole, and narrowed to a country.
Then on a running server with these: one person's board cold (another segment and period each time) and warm, and twenty people
at once.
"""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.live import helder, served, signed_in
from benchmarks.machine import described
from benchmarks.timing import RUNS, in_turns, show

if TYPE_CHECKING:
    from helder.boards.board import Filters
    from helder.web.boards.data import Questions
    from helder.web.boards.view import View

_PEOPLE, _POOL = 20, 15
_DAYS = 91


def main(words: list[str]) -> int:
    """Print the figures."""
    customers = words[0] if words else "118000"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _demo(home, customers)
        _in_one_process(home, "from the rows")
        subprocess.run(helder(home, "rollup"), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _in_one_process(home, "with the roll-ups a server makes")
        _on_a_server(home)
    return 0


def _demo(home: Path, customers: str) -> None:
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(helder(home, "demo", "--customers", customers), check=True, **quiet)


def _in_one_process(home: Path, about: str) -> None:
    from django.conf import settings as django_settings

    from helder.settings import load
    from helder.web import serving
    from helder.web.configure import configure

    settings = load(home, environment={"HELDER_ROLLUPS_FROM": "0"})  # made by hand, so that both are known
    if not django_settings.configured:
        configure(settings)
    begun = serving.begin(settings)
    questions = begun.questions
    try:
        rows = sum(questions.workspace.engine.counts().values())
        print(described())
        print(f"The executive board of {len(_executive().metrics)} tiles over {rows:,} rows, each time another period, {about}")
        for title, filters in (("the whole", ()), ("a country", (("country", ("NL",)),))):
            views = iter(_views(questions.today(), 2 * (RUNS + 1), filters))
            cards = iter([_cards(questions, view) for view in _views(questions.today(), RUNS + 1, filters)])
            ours = f"helder, {title}, all tiles together"
            show(
                in_turns(
                    {
                        ours: lambda views=views: _board(questions, next(views)),
                        "a question for each tile": lambda views=views: _tiles(questions, next(views)),
                        "three SQL queries for each card": lambda cards=cards: _put(next(cards), questions.workspace.engine),
                    }
                ),
                ours=ours,
            )
    finally:
        begun.stop()


def _views(today: date, number: int, filters: Filters) -> list[View]:
    from helder.web.boards.view import View

    begins = [today - timedelta(days=_DAYS + i) for i in range(1, number + 1)]
    return [View("custom", since, since + timedelta(days=_DAYS), "week", filters) for since in begins]


def _executive() -> Any:
    from helder.boards.ready import ready_made

    return ready_made()["executive"]


def _board(questions: Questions, view: View) -> None:
    from helder.web.boards.pictures.board import Look, worked_out

    worked_out(_executive().tiles, view, questions, Look())


def _tiles(questions: Questions, view: View) -> None:
    from helder.web.boards.pictures.board import Look, worked_out

    with ThreadPoolExecutor(_POOL) as pool:
        list(pool.map(lambda tile: worked_out([tile], view, questions, Look()), _executive().tiles))


def _cards(questions: Questions, view: View) -> list[str]:
    """The SQL of every card: its figure, the same of the period before, its weeks."""
    before = view.since - (view.until - view.since)
    ends = ((view.since, view.until), (before, view.since))
    periods = [{"since": since, "until": until, "where": view.where} for since, until in ends]
    weeks = {**periods[0], "grain": "week"}
    narrowed = [name for name in _executive().metrics if view.unknown_to(questions.workspace.catalog[name]) is None]
    return [sql for name in narrowed for about in (*periods, weeks) for sql in _sql(questions, name, about)]


def _put(statements: list[str], engine: Any) -> None:
    with ThreadPoolExecutor(_POOL) as pool:
        list(pool.map(engine.query, statements))


def _sql(questions: Questions, name: str, about: dict[str, Any]) -> list[str]:
    """The SQL of a metric over a period."""
    from helder.query.compute import frame_of
    from helder.query.plan import plan
    from helder.workspace import now, question_of

    workspace = questions.workspace
    asked = question_of((name,), about, workspace.catalog)  # type: ignore[arg-type]
    frame = frame_of(asked, workspace._store, now())
    measures = workspace.catalog[name].measured({}).measures
    return [workspace.engine.sql(step.expression) for step in plan(measures, frame)]


def _on_a_server(home: Path) -> None:
    with served(home) as (address, password):
        person = signed_in(address, password)
        today = datetime.now(UTC).date()
        page = person.get("/").raise_for_status()
        weight = len(gzip.compress(page.content, 6))
        cold = [_timed(person, _query(today, i, segment)) for i, segment in zip(range(1, 13), _segments(), strict=False)]
        warm = [_timed(person, "") for _ in range(40)]
        print(f"On a server; the page is {weight / 1024:.0f} KB packed")
        _tell("one person, cold", cold)
        _tell("one person, warm", warm)
        people = [httpx.Client(base_url=address, cookies=person.cookies, timeout=300) for _ in range(_PEOPLE)]
        _tell(f"{_PEOPLE} people at once, warm", _at_once(people, [""] * 5))
        _tell(f"{_PEOPLE} people at once, the same cold board", _at_once(people, [_query(today, 40, "country:NL")]))
        different = [[_query(today, 50 + i, segment)] for i, segment in zip(range(_PEOPLE), _segments(), strict=False)]
        _tell(f"{_PEOPLE} people at once, each another cold board", _at_once(people, *different))


def _segments() -> list[str]:
    return [
        "country:NL",
        "country:DK",
        "country:GB",
        "channel:phone",
        "channel:web",
        "segment:consumer",
        "segment:business",
        "",
    ] * 3


def _query(today: date, i: int, segment: str) -> str:
    since, until = today - timedelta(days=_DAYS + i), today - timedelta(days=i + 1)
    return f"since={since}&until={until}&grain=week" + (f"&segment={segment}" if segment else "")


def _timed(person: httpx.Client, query: str) -> float:
    begun = time.perf_counter()
    person.get(f"/?{query}").raise_for_status()
    return time.perf_counter() - begun


def _at_once(people: Sequence[httpx.Client], *queries: Sequence[str]) -> list[float]:
    def look(i: int) -> list[float]:
        return [_timed(people[i], query) for query in queries[i % len(queries)]]

    with ThreadPoolExecutor(len(people)) as pool:
        return [taken for some in pool.map(look, range(len(people))) for taken in some]


def _tell(what: str, times: Sequence[float]) -> None:
    found = sorted(times)
    p95 = found[min(len(found) - 1, round(0.95 * (len(found) - 1)))]
    print(f"  {what:46} median {statistics.median(found):6.2f} s   95 % within {p95:6.2f} s   ({len(found)} pages)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
