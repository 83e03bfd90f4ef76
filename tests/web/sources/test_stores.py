"""An object store in the browser: connected, a pattern of files added, the files fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from s3 import S3
from s3 import running as running_s3

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


@pytest.fixture
def store(allowed: Serving) -> Iterator[S3]:
    with running_s3() as server:
        yield server


def test_files_of_a_store_are_fetched(store: S3, allowed: Serving, signed_in: Callable[[str], Client]) -> None:
    from helder.web.sources import running

    client = signed_in("administrator")
    store.put("daily/a.csv", "answer_id,instrument,score,answered_at\nstored-1,nps,10,2026-03-02\n", datetime(2026, 3, 2))
    given = {"name": "drop", "title": "The drop", "address": "s3://exports/daily", "key": store.key, "secret": store.secret}
    given |= {"region": "eu-west-1", "endpoint": store.address, "every": "60", "since": ""}
    assert client.post("/sources/new/files", given).status_code == 302
    kept = (allowed.home / "sources" / "drop.toml").read_text()
    assert store.secret not in kept
    assert 'region = "eu-west-1"' in kept
    answer = client.post("/sources/at/drop/add", {"listing": "*.csv", "into": "answers", "changed": ""})
    assert store.secret not in client.get("/sources/at/drop/settings").content.decode()
    drafted = client.get(answer.headers["Location"])
    assert "score = &quot;score&quot;" in drafted.content.decode()
    own = '[answers.columns]\nanswer_id = "answer_id"\ninstrument = "instrument"\nscore = "score"\nanswered_at = "answered_at"\n'
    assert client.post(answer.headers["Location"], {"mapping": own}).status_code == 302
    client.post("/sources/at/drop/run")
    running.wait("drop", 60)
    count = "select count(*) as n from answers where answer_id = 'stored-1'"
    assert allowed.questions.workspace.engine.query(count).to_pylist() == [{"n": 1}]
