"""A run that is killed half-way: what it brought is there, and the next one goes on from there."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

from connectors.sources.commands import command
from connectors.sources.playing import Answer, Asked, Played

from helder.engines import open_engine


def rows(home: Path) -> list[dict[str, Any]]:
    engine = open_engine(f"duckdb:///{home / 'helder.duckdb'}", read_only=True)
    try:
        return engine.query("select count(*) as n, count(distinct case_id) as different from cases").to_pylist()
    finally:
        engine.close()


def test_killed_half_way(hundred: Path, played: Played) -> None:
    home = hundred
    running = command(home, "sources", "run", "desk")
    answer = played.answer

    def deadly(asked: Asked) -> Answer:
        if asked.query.get("cursor") == "0-50":
            running.send_signal(signal.SIGKILL)
            running.wait(30)
        return answer(asked)

    played.answer = deadly  # type: ignore[method-assign]
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    assert rows(home)[0]["n"] in (40, 50)  # the fifth portion was on its way, or there
    mark = json.loads((home / "sources" / "desk" / "marks.json").read_text())["tickets"]["changed"]
    assert mark <= "2026-03-03T02:00:00+00:00"  # never further than what is there

    told, _ = command(home, "sources", "history", "desk").communicate(timeout=60)
    assert "broken off" in told
    played.answer = answer  # type: ignore[method-assign]
    again = command(home, "sources", "run", "desk")
    told, _ = again.communicate(timeout=60)
    assert again.returncode == 0, told
    assert "60 new or changed" in told or "50 new or changed" in told
    assert rows(home) == [{"n": 100, "different": 100}]
    assert not list((home / "sources" / "desk" / "pieces").iterdir())
    assert not (home / "nobody").exists()  # dlt writes nothing anywhere else
