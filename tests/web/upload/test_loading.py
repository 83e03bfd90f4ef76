"""Loading beside the pages: progress, cancelling, starting again, and what is told afterwards."""

from __future__ import annotations

import gzip
import threading
from typing import Any

import pytest
from web.upload.conftest import Desk, text_of

from helder.connectors.reading.load import load
from helder.web.upload import progress

MENTIONS = "mention_id,network,at,text\n"


def many(prefix: str, rows: int) -> str:
    return MENTIONS + "".join(f"{prefix}{i},forum,2001-01-01 10:00,hello\n" for i in range(rows))


def test_a_load_is_told_and_is_in_the_history(desk: Desk) -> None:
    upload = desk.loaded(desk.taken(many("h", 3) + "h9,forum,never,x\n", "mentions.csv"))
    page = desk.page(upload)
    assert f"Loaded, as load {upload.load}" in page
    assert "3 rows accepted" in page
    assert "1 rejected" in page
    history = text_of(desk.client.get("/loads"))
    assert "mentions.csv mentions" in history
    assert f"Load {upload.load}: mentions.csv" in text_of(desk.client.get(f"/loads/{upload.load}"))
    assert "mentions.csv" in text_of(desk.client.get("/loads?rejects=open"))


def test_what_a_load_cannot_do_is_told_and_can_be_mended(desk: Desk) -> None:
    body = many("w", 60_000).encode() + b"w_last,forum,2001-01-01 10:00,caf\xe9\n"
    upload = desk.loaded(desk.taken(body, "mentions.csv"))
    page = desk.page(upload)
    assert "Nothing of it was loaded" in page
    assert "row 60001 has bytes that are not" in page
    assert desk.rows("select count(*) from mentions where mention_id like 'w%'") == [(0,)]


def test_a_bomb_that_begins_like_a_file_is_given_up(desk: Desk) -> None:
    bomb = gzip.compress(MENTIONS.encode() + b"x,forum,2001-01-01,a\n" * (13 << 20), 9)
    upload = desk.loaded(desk.taken(bomb, "mentions.csv.gz"))
    assert "Unpacked it would be absurdly large" in desk.page(upload)
    assert desk.rows("select count(*) from mentions where mention_id = 'x'") == [(0,)]
    assert not [path for path in upload.path.parent.iterdir() if path.is_dir()]


def test_a_load_stops_when_it_is_asked_to_and_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.upload import jobs

    upload = desk.taken(many("c", 2000), "mentions.csv")
    desk.client.post(f"/uploads/{upload.key}/load")
    assert "Waiting for its turn" in desk.page(upload)

    def asked_to_stop(*args: Any, **more: Any) -> Any:
        """The load itself, which someone asks to stop before it has begun to write."""
        progress.stop(upload.key.hex)
        more["progress"](0.0)
        return load(*args, **more)

    monkeypatch.setattr(jobs, "load", asked_to_stop)
    desk.site.jobs.work_off()
    assert "Cancelled: nothing of it was loaded" in desk.page(upload)
    assert desk.rows("select count(*) from mentions where mention_id like 'c%'") == [(0,)]


def test_a_load_that_the_end_of_the_server_stops_waits_for_its_next_start(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = desk.taken(many("s", 2000), "mentions.csv")
    monkeypatch.setattr(desk.site, "stopping", threading.Event())
    desk.site.stopping.set()
    monkeypatch.setattr("helder.web.upload.jobs.load", lambda *args, progress, **more: progress(0.0))
    desk.client.post(f"/uploads/{upload.key}/load")
    desk.site.jobs.work_off()
    upload.refresh_from_db()
    assert upload.state == "waiting"


def test_one_that_waits_is_cancelled_before_it_begins(desk: Desk) -> None:
    upload = desk.taken(many("d", 3), "mentions.csv")
    desk.client.post(f"/uploads/{upload.key}/load")
    desk.client.post(f"/uploads/{upload.key}/cancel")
    desk.site.jobs.work_off()
    assert "Cancelled: nothing of it was loaded" in desk.page(upload)
    assert desk.rows("select count(*) from mentions where mention_id like 'd%'") == [(0,)]


def test_one_after_the_other(desk: Desk) -> None:
    uploads = [desk.taken(many(f"o{i}-", 2), "mentions.csv") for i in range(3)]
    for upload in uploads:
        desk.client.post(f"/uploads/{upload.key}/load")
    assert progress.begin("another", threading.Event()) is not None
    desk.site.jobs.work_off()
    assert all("Waiting for its turn" in desk.page(upload) for upload in uploads)
    progress.end("another")
    from helder.web.upload.jobs import take_up

    take_up()
    desk.site.jobs.work_off()
    assert desk.rows("select count(*) from mentions where mention_id like 'o_-%'") == [(6,)]


def test_what_the_end_of_a_server_broke_off_is_taken_up_again(desk: Desk) -> None:
    from helder.web.upload.jobs import take_up
    from helder.web.upload.models import State, Upload

    upload = desk.taken(many("t", 3), "mentions.csv")
    Upload.objects.filter(key=upload.key).update(state=State.LOADING)
    take_up()
    take_up()
    desk.site.jobs.work_off()
    upload.refresh_from_db()
    assert upload.state == State.LOADED
    assert desk.rows("select count(*) from mentions where mention_id like 't%'") == [(3,)]


def test_progress_only_ever_grows() -> None:
    one = progress.Progress(threading.Event())
    seen = []
    for percent in (-1, 0, 40, 100, 3, 90, 0, 50, 100, 0):
        one(percent)
        seen.append(one.share)
    assert seen == sorted(seen)
    assert 0.9 < seen[-1] < 1
