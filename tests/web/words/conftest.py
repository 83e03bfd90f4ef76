"""A site with one of everything, seen in one language after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving

FILE = b"order,date,amount\no1,2026-03-01,12.50\no2,XXX,9.00\no3,2026-03-02,8.00\n"
SURVEY: dict[str, Any] = {
    "title": {"en": "XXX", "nl": "XXX", "da": "XXX"},
    "languages": ["en", "nl", "da"],
    "questions": [
        {"code": "recommend", "kind": "nps", "required": True, "text": {"en": "XXX"}, "low": {"en": "XXX"}},
        {"code": "why", "kind": "text", "text": {"en": "XXX"}, "when": {"question": "recommend", "at_most": 6}},
    ],
}


@pytest.fixture
def addresses(accounts: Serving, signed_in: Callable[[str], Client]) -> Iterator[tuple[Client, list[str]]]:
    """An administrator, and the pages to see: of a survey, a sending, an upload, a load with rejects, a token, a webhook ..."""
    from helder.web.inviting.models import Sending
    from helder.web.surveys import actions, reading
    from helder.web.tracker.models import Site
    from helder.web.upload.models import Upload
    from helder.web.webhooks.models import Endpoint

    client = signed_in("administrator")
    survey = actions.create("XXX", reading.from_json(SURVEY))
    actions.publish(survey)
    sending = Sending.objects.create(survey=survey, name="XXX", after="call", quarantine_days=7, reminders=1)
    client.post("/sites", {"name": "XXX", "origins": "https://shop.example", "consent": "given"})
    client.post("/tokens", {"name": "XXX", "reads": "on", "days": "30"})
    hook = Endpoint.objects.create(name="XXX", address="https://hook.example", events=["metric.crossed"])
    client.post("/uploads", {"file": SimpleUploadedFile("XXX.csv", FILE), "table": "orders"})
    upload = Upload.objects.latest("created_at")
    client.post(f"/uploads/{upload.key}/load")
    accounts.jobs.work_off()
    upload.refresh_from_db()
    made = client.post("/boards/new", {"start": "executive", "title": "XXX"})
    assert made.status_code == 302, made.content.decode()
    draft = made["Location"]
    paths = [
        draft, f"{draft}?find=nps", *(f"{draft}/{page}" for page in ("settings", "text", "see", "tile", "tile/nps")),
        f"{draft}/tile?metrics=nps&picture=ranked&by=channel", f"{draft}/tile?metrics=nps&picture=line",
        "/boards/new", "/metrics/nps/change", "/metrics/sales/change?period=12-months",
        "/", "/?period=today", "/?segment=channel:web", "/metrics", "/metrics?q=nothing-is-called-so", "/metrics/nps",
        "/metrics/average_speed_of_answer?period=12-months", "/metrics/nps?by=weekday", "/metrics/sales", "/metrics/nps/rows",
        "/goals", "/goals?metric=nps",
        "/boards", "/boards/customer-journey", "/boards/contact-centre", "/boards/loyalty", "/boards/voice",
        "/boards/service-quality", "/boards/digital", "/boards/employees", "/you/second-factor", "/departments/new",
        "/alerts", "/alerts/new", "/follow-ups", "/follow-ups?stands=done", f"/follow-ups/{_follow_up(client)}",
        "/follow-ups/rules", "/follow-ups/rules/new", f"/follow-ups/rules/{_rule()}",
        "/people", "/password", "/you", "/audit", "/departments", "/invitations", f"/people/{_self(client)}", "/no-such-page",
        "/surveys", f"/surveys/{survey.key}", f"/surveys/{survey.key}/answers", f"/surveys/{survey.key}/questions",
        f"/surveys/{survey.key}/questions/recommend", f"/surveys/{survey.key}/words", f"/surveys/{survey.key}/look",
        "/sendings", f"/sendings/new?survey={survey.key}", "/sendings/new", f"/sendings/{sending.pk}",
        f"/sendings/{sending.pk}/edit", f"/sendings/{sending.pk}/start", f"/sendings/{sending.pk}/preview", "/opt-outs",
        "/uploads", f"/uploads/{upload.key}", f"/uploads/{upload.key}/mapping", "/loads", f"/loads/{upload.load or 1}",
        "/sites", f"/sites/{Site.objects.get().pk}", "/tokens", "/webhooks", f"/webhooks/{hook.pk}",
        "/referrals", "/sources", "/sources/new/zendesk", "/sources/new/sql", "/sources/new/files", "/sources/new/mailbox",
    ]  # fmt: skip
    yield client, paths
    orders = TABLES["orders"].expression
    made = accounts.questions.workspace.engine.run(orders.filter(orders.order_id.isin(["o1", "o3"])).select("order_id"))
    blank = [{"order_id": name, "ordered_at": "1990-01-01", "status": "cancelled"} for name in made["order_id"].to_pylist()]
    accounts.arrivals.send(TABLES["orders"], blank, source="tidying").result()
    accounts.arrivals.flush()


def _rule() -> int:
    """A rule of follow-ups."""
    from helder.web.follow_ups.models import Rule

    return Rule.objects.create(name="XXX", instrument="nps", scale="0-10", low=0, high=6, rows_of=None).pk


def _follow_up(client: Client) -> int:
    """A follow-up that was closed, of two."""
    from helder.web.accounts.models import Person
    from helder.web.follow_ups import actions
    from helder.web.follow_ups.models import FollowUp, Outcome

    by, now = Person.objects.get(pk=client.session["_auth_user_id"]), datetime.now(UTC)
    about = {
        "customer_id": "c1",
        "instrument": "nps",
        "scale": "0-10",
        "score": 3.0,
        "hours": 1,
        "answered_at": now,
        "due_at": now,
    }
    made = [FollowUp.objects.create(reason="XXX", about=key, answer_id=key, **about) for key in ("a001", "a002")]
    actions.take(made[0].pk, by, 0)
    actions.write(made[0].pk, by, "XXX")
    actions.close(made[0].pk, by, 1, Outcome.SOLVED)
    return made[0].pk


def _self(client: Client) -> str:
    return str(client.session["_auth_user_id"])
