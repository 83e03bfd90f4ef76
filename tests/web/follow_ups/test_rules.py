"""Rules made in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from web.follow_ups.conftest import Say, filled_in, look

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import Rule

GIVEN = {"name": "Calls", "instrument": "nps", "low": "0", "high": "6", "hours": "24"}


@pytest.mark.parametrize("ready", ["detractors", "dissatisfied", "hard", "promoters"])
def test_one_made_ready_needs_nothing_but_to_be_kept(company: object, client: Client, analyst: Person, ready: str) -> None:
    from helder.web.follow_ups.models import Rule

    assert f"?from={ready}" in client.get("/follow-ups/rules").content.decode()
    given = filled_in(client.get(f"/follow-ups/rules/new?from={ready}").content.decode())
    assert client.post("/follow-ups/rules/new", {**given, "keep": "1"}).status_code == 302
    made = Rule.objects.get()
    assert (made.person, made.active, made.site) == (analyst, True, "http://testserver")


def test_before_it_is_kept_it_says_how_many_there_would_have_been(
    company: object, client: Client, analyst: Person, say: Say
) -> None:
    from helder.web.follow_ups.models import Rule

    for days, response in ((1, "r1"), (1, "r1"), (2, None), (3, None), (40, None)):
        say(4.0, ago=timedelta(days=days), response_id=response)
    to = {"to": f"person:{analyst.pk}"}
    assert (
        "In the last 30 days 3 answers would have fitted."
        in client.post("/follow-ups/rules/new", {**GIVEN, **to}).content.decode()
    )
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"low": "7"}, "Give scores of the scale 0-10, the lower one first."),
        ({"high": "11"}, "Give scores of the scale 0-10, the lower one first."),
        ({"scale": "bad|good"}, "Write the scale as 0-10."),
        ({"instrument": "other", "scale": "1-5"}, "Say which question."),
        ({"instrument": "other", "question": "q"}, "Write the scale as 0-10."),
        ({"to": ""}, "This field is required."),
        ({"to": "person:999999"}, "Select a valid choice."),
        ({"hours": "0"}, "greater than or equal to 1"),
        ({"filters": "weather:rain"}, "Answers are not known by weather."),
        ({"filters": ["survey:a", "survey:b"]}, "No answer is of two of one kind"),
    ],
)
def test_what_cannot_be_is_told(company: object, client: Client, analyst: Person, wrong: dict[str, str], said: str) -> None:
    from helder.web.follow_ups.models import Rule

    answer = client.post("/follow-ups/rules/new", {**GIVEN, "to": f"person:{analyst.pk}", "keep": "1", **wrong})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Rule.objects.exists()


def test_one_is_changed_switched_and_deleted_and_its_follow_ups_stay(
    rule: Callable[..., Rule], say: Say, customers: None, client: Client
) -> None:
    from helder.web.accounts.models import Entry
    from helder.web.follow_ups.models import FollowUp

    made = rule()
    say(1.0)
    say(1.0, customer_id=None)
    look()
    page = client.get("/follow-ups/rules").content.decode()
    for said in ("NPS 0 to 6 on the scale 0-10", "1 without a known customer", "Switch off"):
        assert said in page
    path = f"/follow-ups/rules/{made.pk}"
    given = filled_in(client.get(path).content.decode())
    client.post(path, {**given, "name": "Unhappy", "keep": "1"})
    for on in ("0", "0", "1"):
        client.post(f"{path}/switch", {"on": on})
    client.post(f"{path}/delete")
    verbs = Entry.objects.filter(verb__contains="follow_up_rule").order_by("pk").values_list("verb", flat=True)
    assert [verb.removesuffix("_follow_up_rule") for verb in verbs] == ["made", "changed", "switched", "switched", "deleted"]
    one = FollowUp.objects.get()
    assert (one.rule, one.reason) == (None, "Detractors")
    assert client.get(f"/follow-ups/{one.pk}").status_code == 200


def test_a_rule_whose_person_left_opens_what_is_nobodys(
    rule: Callable[..., Rule], say: Say, customers: None, client: Client, person: Callable[[str], Person]
) -> None:
    left = person("viewer")
    rule(person=left)
    left.is_active = False
    left.save()
    say(1.0)
    (one,) = look()
    assert one.owner is None
    assert "It is nobody's yet." in client.get(f"/follow-ups/{one.pk}").content.decode()
    assert '<span class="tag">nobody</span>' in client.get("/follow-ups/rules").content.decode()
