"""The page of all metrics, and finding one in one's own words."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

import helder


def _named(page: bytes) -> list[str]:
    return re.findall(r'href="/metrics/(\w+)"', page.decode())


def test_every_metric_is_there_the_companys_own_too(signed_in: Callable[[str], Client]) -> None:
    assert _named(signed_in("analyst").get("/metrics").content) == [*helder.CATALOG, "very_happy"]


def test_one_is_found_in_any_language(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("analyst")
    assert _named(client.get("/metrics", {"q": "klantverloop"}).content) == ["churn_rate"]
    assert "service_level" in _named(client.get("/metrics", {"q": "answered in time"}).content)
    assert _named(client.get("/metrics", {"q": "very hap"}).content) == ["very_happy"]


def test_what_is_not_found_is_said(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("viewer").get("/metrics", {"q": "xyzzy"})
    assert page.status_code == 200
    assert "No metric is called so" in page.content.decode()


def test_a_search_as_one_types_gives_the_list_only(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("viewer").get("/metrics", {"q": "nps"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "nps" in page
