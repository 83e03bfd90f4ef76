"""An administrator looks a customer up, downloads what is kept, and erases it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from web.privacy.conftest import TEXTS, ZOE, said_anywhere

FIND, EXPORT, ERASE = "/personal-data", "/personal-data/export", "/personal-data/erase"


def test_found_by_address_with_what_is_kept(zoe: Any, signed_in: Any) -> None:
    client = signed_in("administrator")
    page = client.post(FIND, {"said": "Zoe@Example.org"}).content.decode()
    for name in ("customers", "orders", "answers", "Invitations", "Opt-outs", "Follow-ups", "Links of their own", "Rewards"):
        assert name in page
    assert f"What is kept of {ZOE}" in page


def test_nobody_is_found(zoe: Any, signed_in: Any) -> None:
    client = signed_in("administrator")
    page = client.post(FIND, {"said": "nobody@example.org"}).content.decode()
    assert "Nothing is kept of such a customer." in page
    assert "Download all of it" not in page


def test_all_of_it_is_downloaded(zoe: Any, signed_in: Any) -> None:
    client = signed_in("administrator")
    answer = client.post(EXPORT, {"customer": ZOE})
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        said = {name: file.read(name).decode() for name in file.namelist()}
    assert json.loads(said["tables/orders.ndjson"])["revenue"] == 0.05
    assert json.loads(said["helder/invitations.ndjson"])["address"] == "zoe@example.org"
    assert "Zoe Holm did not answer" in said["helder/notes.ndjson"]
    assert {text for text in TEXTS if any(text in one for one in said.values())} == TEXTS


def test_erased_everywhere_and_noted_without_a_name(zoe: Any, signed_in: Any) -> None:
    from helder.web.accounts.models import Entry
    from helder.web.follow_ups.models import FollowUp
    from helder.web.inviting.models import Invitation, Sending
    from helder.web.referrals.models import Reward

    client = signed_in("administrator")
    assert said_anywhere() == TEXTS
    page = client.post(ERASE, {"customer": ZOE, "typed": ZOE, "delete": "on"}, follow=True)
    assert "The customer is erased" in page.content.decode()
    assert said_anywhere() == set()
    assert not zoe.questions.workspace.engine.customers.counts(ZOE)
    assert (Entry.objects.latest("pk").verb, Entry.objects.latest("pk").who) == ("erased_customer", "one-administrator")
    assert Sending.objects.get(name="Asked").listed == [{"customer_id": "other", "email": "other@example.org"}]
    assert [(one.state, one.due_at) for one in Invitation.objects.all()] == [("skipped", None)]
    assert FollowUp.objects.get().outcome == "nothing"
    assert Reward.objects.get().amount == 5


def test_not_erased_without_the_number(zoe: Any, signed_in: Any) -> None:
    client = signed_in("administrator")
    page = client.post(ERASE, {"customer": ZOE, "typed": "Z-90"}).content.decode()
    assert "nothing was erased" in page
    assert said_anywhere() == TEXTS
    assert zoe.questions.workspace.engine.customers.counts(ZOE)


def test_rows_that_are_sent_again_are_refused(zoe: Any, signed_in: Any) -> None:
    from helder.model import TABLES

    client = signed_in("administrator")
    client.post(ERASE, {"customer": ZOE, "typed": ZOE, "delete": "on"})
    order = {"order_id": "z-2", "customer_id": ZOE, "ordered_at": "2026-03-02T10:00:00Z"}
    (fault,) = zoe.arrivals.send(TABLES["orders"], [order], source="shop").result().rejected
    assert fault.reason.startswith("names a customer who was erased on ")


def test_one_that_broke_off_is_noted_and_finished_by_looking_again(zoe: Any, signed_in: Any, monkeypatch: Any) -> None:
    from helder.engines import duckdb_overwriting
    from helder.web.accounts.models import Entry

    client, engine = signed_in("administrator"), zoe.questions.workspace.engine
    monkeypatch.setattr(duckdb_overwriting, "_PATIENCE", 0.2)
    with engine.snapshot():
        page = client.post(ERASE, {"customer": ZOE, "typed": ZOE, "delete": "on"})
    assert "not overwritten yet, as somebody goes on reading" in page.content.decode()
    assert Entry.objects.latest("pk").verb == "erased_customer"
    assert engine.customers.unfinished()
    page = client.post(FIND, {"said": ZOE}).content.decode()
    assert "is overwritten now" in page
    assert not engine.customers.unfinished()
