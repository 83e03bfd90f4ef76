"""The API gives what Python and the command line give, in each form, and personal data to none who may not see them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from helder.query import encode
from helder.web.serving import Serving

if TYPE_CHECKING:
    from django.test import Client

Asking = Callable[..., "Client"]
API = "/api/v1"
HOW: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": ("", {}),
    "sliced per month": ("by=channel&grain=month", {"by": ["channel"], "grain": "month"}),
    "a period": ("since=2026-01-01&until=2027-01-01", {"since": "2026-01-01", "until": "2027-01-01"}),
    "a condition": ("where=channel %3D 'phone'", {"where": "channel = 'phone'"}),
    "compared": (
        "since=2026-09-01&until=2026-11-01&compare=previous",
        {"since": "2026-09-01", "until": "2026-11-01", "compare": "previous"},
    ),
    "set": ("set=weighted%3Dyes", {"params": {"weighted": "yes"}}),
    "another zone and confidence": (
        "zone=America/Lima&confidence=0.9&grain=week",
        {"zone": "America/Lima", "confidence": 0.9, "grain": "week"},
    ),
}


def as_json(rows: pa.Table) -> Any:
    return json.loads(encode.json_of(rows.to_pylist()))


@pytest.mark.parametrize("how", HOW)
def test_figures_are_those_of_show(asking: Asking, site: Serving, how: str) -> None:
    query, options = HOW[how]
    expected = as_json(site.questions.workspace.show("nps", **options).to_arrow())
    assert expected
    client = asking(reads=True)
    assert client.get(f"{API}/metrics/nps/figures?{query}").json() == expected
    assert client.get(f"{API}/figures?metric=nps&{query}").json() == expected


def test_several_metrics_are_asked_at_once(asking: Asking, site: Serving) -> None:
    found = asking(reads=True).get(f"{API}/figures?metric=nps&metric=orders&metric=very_happy&by=channel").json()
    expected = site.questions.workspace.show("nps", "orders", "very_happy", by=["channel"])
    assert found == as_json(expected.to_arrow())


def test_what_is_asked_in_confidence_tells_no_small_group(asking: Asking) -> None:
    """Three or four answers a week from Denmark by phone, and none of their rows."""
    client, few = asking(reads=True, personal=True), "where=channel = 'phone' and country = 'DK'&grain=week&confidential=true"
    for question in ("figures", "profiles"):
        assert {row["n"] for row in client.get(f"{API}/metrics/nps/{question}?{few}").json()} <= {None, 0}
    told = client.get(f"{API}/metrics/nps/explanation?confidential=true").json()
    assert (told["read"], set(told["left_out"].values()), told["parts"][0]["sample"]) == (None, {None}, [])
    assert client.get(f"{API}/metrics/nps/rows?confidential=true").status_code == 422


def test_the_other_questions_are_those_of_python(asking: Asking, site: Serving) -> None:
    client, workspace = asking(reads=True, personal=True), site.questions.workspace
    about = {"since": "2026-09-01", "until": "2026-11-01"}
    query = "since=2026-09-01&until=2026-11-01"
    assert client.get(f"{API}/metrics/nps/profiles?{query}").json() == as_json(workspace.profiles("nps", **about).to_arrow())
    assert client.get(f"{API}/metrics/nps/decomposition?by=channel&{query}").json() == as_json(
        workspace.decompose("nps", by=["channel"], compare="previous", **about).to_arrow()
    )
    assert client.get(f"{API}/metrics/nps/rows?limit=7&offset=3").json() == as_json(workspace.rows("nps", limit=7, offset=3))
    found = client.get(f"{API}/metrics/nps/explanation?sample=2&{query}").json()
    assert found == json.loads(encode.json_of(workspace.explain("nps", sample=2, **about).to_record()))


def test_forms_hold_the_same_figures(asking: Asking) -> None:
    client, address = asking(reads=True), f"{API}/metrics/nps/figures?by=channel"
    rows = client.get(address).json()
    lines = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").content.decode())))
    assert [(line["channel"], float(line["value"])) for line in lines] == [(row["channel"], row["value"]) for row in rows]
    answer = client.get(address, headers={"Accept": "application/vnd.apache.arrow.stream"})
    table = pa.ipc.open_stream(answer.content).read_all()
    assert as_json(table) == rows
    assert client.get(address, headers={"Accept": "text/csv"}).headers["Content-Type"] == "text/csv; charset=utf-8"
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_a_csv_holds_no_formula(asking: Asking) -> None:
    text = asking(reads=True, personal=True).get(f"{API}/metrics/nps/rows?limit=300&format=csv").content.decode()
    assert "'=HYPERLINK" in text
    assert '"=HYPERLINK' not in text


def test_personal_data_are_masked_without_their_scope(asking: Asking) -> None:
    for client, seen in ((asking(reads=True), False), (asking(reads=True, personal=True), True)):
        texts = [
            client.get(f"{API}/metrics/nps/rows").content.decode(),
            client.get(f"{API}/metrics/nps/rows?format=csv").content.decode(),
            client.get(f"{API}/metrics/nps/explanation").content.decode(),
        ]
        assert all(("Kind and quick" in text) == seen for text in texts)
        assert all(("•••" in text) != seen for text in texts)
        probe = client.get(f"{API}/metrics/nps/figures?where=comment like 'Kind%25'")
        assert probe.status_code == (200 if seen else 403)


def test_what_one_has_is_not_given_again_until_something_comes_in(asking: Asking, site: Serving) -> None:
    client, address = asking(reads=True), f"{API}/metrics/orders/figures"
    first = client.get(address)
    seen = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    assert client.get(f"{address}?grain=month", headers=seen).status_code == 200
    from helder.model import TABLES

    row = {"symbol": "ETAG", "day": "2020-01-01", "close": 1}
    assert site.arrivals.send(TABLES["share_prices"], [row], source="a test").result().accepted == 1
    site.arrivals.flush()
    import time

    time.sleep(0.6)  # the store is asked for its last load twice a second
    assert client.get(address, headers=seen).status_code == 200


def test_the_lists_are_those_of_the_command_line(asking: Asking, site: Serving) -> None:
    client = asking(reads=True)
    names = [metric["metric"] for metric in client.get(f"{API}/metrics").json()]
    assert names == list(site.questions.workspace.catalog)
    assert client.get(f"{API}/metrics/nps").json()["dimensions"]
    columns = {column["column"]: column for column in client.get(f"{API}/tables/answers").json()}
    assert columns["comment"]["personal"]
    counted = {table["table"]: table["rows"] for table in client.get(f"{API}/tables").json()}
    assert counted["customers"] == 12
    assert {"zendesk"} <= {rule["profile"] for rule in client.get(f"{API}/profiles").json()}
    assert client.get(f"{API}/metrics?format=csv").status_code == 200


def test_goals_and_benchmarks_are_those_of_python(asking: Asking, site: Serving) -> None:
    client, workspace = asking(reads=True), site.questions.workspace
    assert client.get(f"{API}/goals?metric=nps").json() == as_json(workspace.goals("nps").to_arrow())
    assert client.get(f"{API}/benchmarks").json() == as_json(workspace.benchmarks().to_arrow())
    assert client.get(f"{API}/goals?metric=np").status_code == 422
