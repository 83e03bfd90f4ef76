"""An answer given on the survey page, then commented and changed while one answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from web.follow_ups.conftest import look
from web.surveys.conftest import filled

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person


def test_one_response_opens_one_that_shows_what_is_said_by_now(
    company: Any, rule: Callable[..., Any], customers: None, visitor: Client, analyst: Person
) -> None:
    from helder.web.surveys import actions, links, reading
    from helder.web.surveys.starting import definition

    survey = actions.create("Opinion", reading.from_json(reading.to_json(definition("nps"))))
    survey.open_to_all = True
    survey.save()
    actions.publish(survey)
    rule()
    path = f"/s/{survey.key}/{links.token(survey.key, links.Link(customer_id='c1'))}"
    page = visitor.get(path)
    assert page.status_code == 200
    visitor.post(path, {**filled(page, recommend="3"), "shown": ["recommend", "wrong"], "keep": "1"})
    company.arrivals.flush()
    (one,) = look()
    assert (one.customer_id, one.score, one.survey) == ("c1", 3.0, survey.key)
    visitor.post(path, {**filled(page, recommend="4", wrong="Nobody called back"), "shown": ["recommend", "wrong"]})
    company.arrivals.flush()
    assert [found.pk for found in look()] == [one.pk]
    visitor.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    shown = visitor.get(f"/follow-ups/{one.pk}").content.decode()
    for said in ("Nobody called back", "it was 3, and is 4"):
        assert said in shown
