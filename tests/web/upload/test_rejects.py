"""Rejected rows: listed, mended in place, by file, and those of other ways in."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from web.upload.conftest import Desk, fields_of, text_of

from helder.connectors.reading.load import load
from helder.model import TABLES

if TYPE_CHECKING:
    from helder.web.upload.models import Upload

HEADER = "mention_id,network,at,text\n"
BAD = HEADER + 'b1,forum,2001-01-01 10:00,"fine, it is"\nb2,forum,tomorrow,=1+1\nb3,forum,2001-02-30,hello\nb4,forum\n'


def after(desk: Desk, answer: object) -> Upload:
    """The upload of an answer, after it was loaded."""
    from helder.web.upload.models import Upload

    upload = Upload.objects.get(key=answer.headers["Location"].rsplit("/", 1)[1])  # type: ignore[attr-defined]
    desk.site.jobs.work_off()
    upload.refresh_from_db()
    return upload


def test_bad_cells_are_mended_in_place(desk: Desk) -> None:
    upload = desk.loaded(desk.taken(BAD, "mentions.csv"))
    page = desk.client.get(f"/loads/{upload.load}")
    form = fields_of(page, "/mend")
    assert form["r2.2"] == ["tomorrow"]
    assert "r2.3" not in form
    assert {name for name in form if name.startswith("r4.")} == {"r4.0", "r4.1", "r4.2", "r4.3"}
    mended = after(desk, desk.client.post(f"/loads/{upload.load}/mend", {**form, "r2.2": "2001-01-02", "r3.2": "2001-02-31"}))
    told = text_of(desk.client.get(f"/uploads/{mended.key}", follow=True))
    assert f"The mended rows are load {mended.load}: 1 new" in told
    assert "1 is still at fault" in told
    assert "3 rows, of which 1 are open" in told
    assert desk.rows("select text, \"at\"::varchar from mentions where mention_id = 'b2'") == [("=1+1", "2001-01-02 00:00:00")]
    again = fields_of(desk.client.get(f"/loads/{mended.load}"), "/mend")
    assert again["r3.2"] == ["2001-02-31"]


def test_nothing_changed_is_told(desk: Desk) -> None:
    upload = desk.loaded(desk.taken(BAD.replace("b", "n"), "mentions.csv"))
    form = fields_of(desk.client.get(f"/loads/{upload.load}"), "/mend")
    answer = desk.client.post(f"/loads/{upload.load}/mend", form)
    assert answer.status_code == 400
    assert "No cell was changed" in text_of(answer)
    gone = desk.client.post(f"/loads/{upload.load}/mend", {"r99.2": "x"})
    assert "Row 99 has been mended meanwhile" in text_of(gone)


def test_they_are_downloaded_mended_elsewhere_and_given_back(desk: Desk) -> None:
    from asgiref.sync import async_to_sync
    from django.test import AsyncClient

    upload = desk.loaded(desk.taken(BAD.replace("b", "f"), "mentions.csv"))

    async def taken() -> str:
        browser = AsyncClient()
        browser.cookies = desk.client.cookies
        answer = await browser.get(f"/loads/{upload.load}/rejects.csv")
        return b"".join([part async for part in answer.streaming_content]).decode()

    rows = list(csv.DictReader(StringIO(async_to_sync(taken)())))
    assert [row["reject_row"] for row in rows] == ["2", "3", "4"]
    assert rows[0]["text"] == "'=1+1"
    sink = StringIO()
    writer = csv.DictWriter(sink, rows[0])
    writer.writeheader()
    writer.writerows({**row, "at": "2001-03-01", "text": row["text"] or "x"} for row in rows)
    file = SimpleUploadedFile("mended.csv", sink.getvalue().encode())
    after(desk, desk.client.post(f"/uploads/mended/{upload.load}", {"file": file}))
    assert "3 rows, of which 0 are open" in text_of(desk.client.get(f"/loads/{upload.load}"))
    assert desk.rows("select text from mentions where mention_id = 'f2'") == [("=1+1",)]


def test_rejects_of_any_load_are_there(desk: Desk, tmp_path: object) -> None:
    file = tmp_path / "cli.csv"  # type: ignore[operator]
    file.write_text(BAD.replace("b", "l"))
    done = desk.site.arrivals.bring(lambda engine: load(engine, file, table=TABLES["mentions"])).result()
    assert fields_of(desk.client.get(f"/loads/{done.number}"), "/mend")["r2.2"] == ["tomorrow"]


def test_rows_that_were_sent_are_mended_too(desk: Desk) -> None:
    row = {"mention_id": "sent1", "network": "forum", "at": "some day", "text": "hello"}
    assert desk.site.arrivals.send(TABLES["mentions"], [row], source="the shop").result().refused == 1
    desk.site.arrivals.flush()
    (number,) = desk.rows("select max(batch) from _helder.loads where source = 'the shop'")[0]
    page = desk.client.get(f"/loads/{number}")
    at = next(name for name, text in fields_of(page, "/mend").items() if text == ["some day"])
    after(desk, desk.client.post(f"/loads/{number}/mend", {at: "2001-01-01"}))
    assert desk.rows("select text from mentions where mention_id = 'sent1'") == [("hello",)]


def test_a_hundred_thousand_bad_rows_are_summed_up_and_paged(desk: Desk) -> None:
    body = HEADER + "".join(f"z{i},forum,{'soon' if i % 4 else '2001-02-30'},x\n" for i in range(100_000))
    upload = desk.loaded(desk.taken(body, "mentions.csv"))
    assert upload.told["rejected"] == 100_000
    first = desk.client.get(f"/loads/{upload.load}")
    told = text_of(first)
    assert re.search(r"100,000 . at is not a date and time that exists", told)
    assert len(first.content) < 200_000
    assert "r50.2" in fields_of(first, "/mend")
    assert "r51.2" not in fields_of(first, "/mend")
    assert "r51.2" in fields_of(desk.client.get(f"/loads/{upload.load}?page=2"), "/mend")
    with desk.site.questions.workspace.engine.transaction() as connection:  # type: ignore[attr-defined]
        connection.execute(f"delete from _helder.rejects where batch = {upload.load}")
