"""A server that is killed in the middle of load has lost nothing it acknowledged, and counts nothing twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from helder.connectors.arriving.arrivals import Arrivals
from helder.connectors.reading import mending
from helder.connectors.reading.load import load
from helder.engines import Engine, open_engine
from helder.model import TABLES

SENDING = """
import sys
from pathlib import Path
from threading import Lock, Thread
from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.model import TABLES

folder = Path(sys.argv[1])
arrivals = Arrivals(open_engine(f"duckdb:///{folder / 'cx.duckdb'}"), folder / "arriving", currency="EUR")
saying = Lock()

def send(client):
    for number in range(100_000):
        row = {"event_id": f"{sys.argv[2]}-{client}-{number}", "at": "2026-03-01T10:00:00Z", "event": "view", "session_id": "s"}
        arrivals.send(TABLES["page_events"], [row], source="load").result()
        with saying:
            print(row["event_id"], flush=True)

for client in range(6):
    Thread(target=send, args=(client,)).start()
"""


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_again_and_again(tmp_path: Path, seed: int) -> None:
    acknowledged: list[str] = []
    for start in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", SENDING, str(tmp_path), str(start)], stdout=subprocess.PIPE, text=True
        ) as sending:
            assert sending.stdout is not None
            acknowledged += [sending.stdout.readline().strip() for _ in range(20)]
            time.sleep(Random(seed * 2 + start).random() * 0.8)
            sending.send_signal(signal.SIGKILL)
            acknowledged += [line.strip() for line in sending.stdout if line.endswith("\n")]
    engine = open_engine(f"duckdb:///{tmp_path / 'cx.duckdb'}")
    Arrivals(engine, tmp_path / "arriving", currency="EUR").close()
    found = engine.run(TABLES["page_events"].expression)["event_id"].to_pylist()
    added = engine.ledger("select sum(added)::bigint as n, sum(changed)::bigint as m from _helder.batches").to_pylist()
    engine.close()
    assert len(acknowledged) > 40
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))
    assert added == [{"n": len(found), "m": 0}]


def sent(arrivals: Arrivals, *rows: dict[str, object]) -> None:
    arrivals.send(TABLES["answers"], rows, source="shop").result()


def answer(number: int, **more: object) -> dict[str, object]:
    return {"answer_id": f"a{number}", "instrument": "nps", "score": 9, "answered_at": "2026-03-01T10:00:00Z", **more}


def test_a_journal_that_was_taken_away_hides_nothing_sent_later(
    tmp_path: Path, engine: Engine, begin: Callable[[], Arrivals]
) -> None:
    arrivals = begin()
    for number in range(5):
        sent(arrivals, answer(number))
    arrivals.close()
    for path in (tmp_path / "arriving").glob("*.journal"):
        path.unlink()
    arrivals = begin()
    sent(arrivals, answer(10))
    arrivals.close()
    shutil.rmtree(tmp_path / "arriving")
    arrivals = begin()
    sent(arrivals, answer(11))
    arrivals.close()
    assert engine.counts()["answers"] == 7


def test_a_row_at_fault_is_kept_listed_and_taken_when_it_is_mended(
    tmp_path: Path, engine: Engine, begin: Callable[[], Arrivals]
) -> None:
    arrivals = begin()
    sent(arrivals, answer(1), answer(2, score=11, scale="0-10"), answer(3, answered_at="noon"))
    arrivals.close()
    told = [(row["source"], row["row"], row["column"], row["value"]) for row in mending.listed(engine).to_pylist()]
    assert told == [("shop", 1, "score", "11"), ("shop", 2, "answered_at", "noon")]
    mends, path = mending.earlier(engine, None), tmp_path / "rejects.csv"
    assert mending.export(engine, mends, path) == 2
    path.write_text(path.read_text().replace(",11,", ",10,").replace("noon", "2026-03-01T12:00:00Z"))
    done = load(engine, path, table=TABLES["answers"], mapping=mending.mapping_of(mends), mends=mends)
    assert (done.filled[0].accepted, done.rejected) == (2, 0)
    assert mending.listed(engine).num_rows == 0
    assert engine.counts()["answers"] == 3
