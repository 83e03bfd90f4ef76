"""Who makes, sees and changes which alerts, and whose rows they are asked of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from web.alerts.conftest import look
from web.alerts.test_pages import GIVEN, fired

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.alerts.models import Alert, Firing

__all__ = ["fired"]


def test_nobody_and_agents_get_no_alerts(company: object, visitor: Client, signed_in: Callable[[str], Client]) -> None:
    assert visitor.get("/alerts").status_code == 302
    assert visitor.get("/alerts/bell").status_code == 286
    agent = signed_in("agent")
    assert agent.get("/alerts").status_code == 403
    assert agent.post("/alerts/new", {**GIVEN, "keep": "1"}).status_code == 403
    assert 'id="bell"' not in agent.get("/password").content.decode()


def test_what_is_not_shared_is_its_owners(fired: Callable[..., Firing], signed_in: Callable[[str], Client]) -> None:
    firing = fired()
    analyst = signed_in("analyst")
    assert analyst.get(f"/alerts/firings/{firing.pk}").status_code == 404
    assert analyst.post(f"/alerts/firings/{firing.pk}/take").status_code == 404
    assert analyst.get(f"/alerts/{firing.alert_id}").status_code == 404
    for verb in ("pause", "resume", "delete"):
        assert analyst.post(f"/alerts/{firing.alert_id}/{verb}").status_code == 403
    assert "Calls" not in analyst.get("/alerts").content.decode()
    assert "Alerts: none open" in analyst.get("/alerts/bell").content.decode()


def test_a_viewer_makes_alerts_for_nobody_else(quarter: None, signed_in: Callable[[str], Client]) -> None:
    from helder.web.alerts.models import Alert
    from helder.web.webhooks import actions

    hook, _ = actions.subscribe("desk", "http://127.0.0.1:9/", ["metric.crossed"], by="a test")
    more = {"shared": "on", "addresses": "you@example.com", "endpoints": str(hook.pk), "keep": "1"}
    signed_in("viewer").post("/alerts/new", {**GIVEN, **more})
    alert = Alert.objects.get()
    assert (alert.shared, alert.addresses, list(alert.endpoints.all())) == (False, [], [])


def test_who_sees_other_rows_sees_no_shared_alert_and_gets_no_mail(
    fired: Callable[..., Firing], person: Callable[[str], Person]
) -> None:
    from helder.web.accounts.models import Department
    from helder.web.alerts import seeing, telling

    north = person("viewer")
    north.email = "north@example.com"
    north.save()
    firing = fired(shared=True)
    firing.alert.people.add(north)
    assert seeing.may_see(north, firing.alert)
    assert [address for address, _language in telling._readers(firing.alert)] == ["north@example.com"]
    north.departments.set([Department.objects.create(name="North", conditions={"team": ["north"]})])
    assert not seeing.may_see(north, firing.alert)
    assert list(telling._readers(firing.alert)) == []


def test_an_alert_is_asked_of_its_owners_rows(
    quarter: None, calls: Callable[..., None], watch: Callable[..., Alert], person: Callable[[str], Person]
) -> None:
    from helder.web.accounts.models import Department

    manager = person("manager")
    alert = watch(manager)
    price = watch(manager, name="Price", metric="share_price", kind="no data")
    calls(1, 20, team="north")
    calls(0, 1, team="south")
    manager.departments.set([Department.objects.create(name="South", conditions={"team": ["south"]})])
    (firing,) = look(alert)
    assert firing.figure == 0
    assert look(price) == []
    assert "not known by what your departments see" in price.problem
