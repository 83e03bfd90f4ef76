"""Questions that cannot be put, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

API = "/api/v1"


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/metrics/np/figures", 404, "Did you mean nps"),
        ("/metrics/np", 404, "Did you mean nps"),
        ("/figures?metric=np", 422, "Did you mean nps"),
        ("/figures", 422, "metric"),
        ("/metrics/nps/figures?since=soon", 422, "is not a date"),
        ("/metrics/nps/figures?by=planet", 422, "no dimension"),
        ("/metrics/nps/figures?grain=decade", 422, "grain"),
        ("/metrics/nps/figures?where=1%3D", 422, "cannot be read"),
        ("/metrics/nps/figures?confidence=2", 422, "confidence"),
        ("/metrics/nps/figures?sincee=2026-01-01", 422, "no option"),
        ("/metrics/nps/figures?set=weighted", 422, "sets nothing"),
        ("/metrics/nps/figures?zone=Mars/Base", 422, "Mars/Base"),
        ("/metrics/nps/profiles?profile=nobody", 422, "nobody"),
        ("/metrics/nps/rows?limit=0", 422, "limit"),
        ("/tables/anwers", 404, "Did you mean answers"),
        ("/loads?table=anwers", 422, "Did you mean answers"),
        ("/loads?table=a'; drop table b", 422, "no table"),
    ],
)
def test_what_cannot_be_asked_is_told(asking: Callable[..., Client], path: str, status: int, says: str) -> None:
    answer = asking(reads=True).get(API + path)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert {"what", "where", "fix"} <= answer.json().keys()


def test_a_line_on_personal_data_needs_their_scope(asking: Callable[..., Client]) -> None:
    line = {"metric": "nps", "side": "below", "threshold": 1, "where": "comment like 'a%'"}
    said = {"name": "probe", "address": "https://example.com", "events": ["metric.crossed"], "line": line}
    answer = asking(webhooks=True, reads=True).post(f"{API}/webhooks", said, content_type="application/json")
    assert answer.status_code == 403
    assert "personal data" in answer.json()["what"]
