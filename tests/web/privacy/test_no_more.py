"""Whoever was erased is asked nothing more, and an old link to a survey keeps nothing of them."""

from __future__ import annotations

from typing import Any

import pytest
from web.inviting.conftest import DEFINITION
from web.privacy.conftest import ZOE


@pytest.fixture
def erased(zoe: Any, signed_in: Any) -> Any:
    from helder.web.surveys.models import Survey

    survey = Survey.objects.create(key="call", name="Call", state="open")
    survey.versions.create(number=1, content=DEFINITION)
    signed_in("administrator").post("/personal-data/erase", {"customer": ZOE, "typed": ZOE, "delete": "on"})
    return zoe


def test_nobody_may_ask_them(erased: Any) -> None:
    from helder.web.inviting.barring import opted_out

    assert opted_out(ZOE, "")
    assert opted_out("", "Zoe@example.org")
    assert not opted_out("Z-901", "other@example.org")


def test_an_old_link_is_over(erased: Any, visitor: Any) -> None:
    from helder.web.surveys.links import link
    from helder.web.surveys.models import Response

    assert visitor.get(link("call", customer_id=ZOE)).status_code == 410
    assert visitor.get(link("call", order_id="z-order")).status_code == 410
    assert visitor.get(link("call", customer_id="Z-901")).status_code == 200
    assert not Response.objects.filter(link__customer_id=ZOE).exists()
