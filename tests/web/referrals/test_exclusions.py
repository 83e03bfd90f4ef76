"""Who was known before, refers themselves, or comes too late was not referred; corrections are heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest


def now() -> datetime:
    return datetime.now(UTC)


def test_who_had_bought_before_is_no_new_customer(world: Any) -> None:
    world.arrive("orders", world.order("o0", "tom", after=-60))
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", name))
    assert world.brought() == {}


def test_a_code_on_a_later_order_brings_nobody(world: Any) -> None:
    code = world.link().code
    world.arrive("orders", world.order("o1", "tom", after=1), world.order("o2", "tom", code, after=5))
    assert world.brought() == {}


def test_who_had_signed_up_before_is_no_new_customer(world: Any) -> None:
    world.arrive("customers", {"customer_id": world.customer("tom"), "signed_up_at": now() - timedelta(days=3)})
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", name))
    assert world.brought() == {}


@pytest.mark.parametrize("same", [{"email": "Eva+gift@example.com"}, {"phone": "0031 6 1234 5678"}], ids=str)
def test_nobody_refers_themselves(world: Any, same: dict[str, str]) -> None:
    name = world.follow(world.link())
    known = {"customer_id": world.customer("eva"), "email": "eva@example.com", "phone": "+31612345678"}
    other = {"customer_id": world.customer("eva2"), "signed_up_at": now() + timedelta(seconds=9), **same}
    world.arrive("customers", known, other)
    world.arrive("orders", world.order("o1", "eva", name), world.order("o2", "eva2", name))
    assert world.brought() == {}


def test_the_window_closes(world: Any) -> None:
    from helder.web.referrals.models import Referral

    in_time, late = world.follow(world.link()), world.follow(world.link(), address="198.51.100.3")
    for name, days in ((in_time, 29), (late, 31)):
        Referral.objects.filter(referral_id=name).update(clicked_at=now() - timedelta(days=days))
    world.arrive("orders", world.order("o1", "tom", in_time), world.order("o2", "ann", late))
    assert world.brought() == {"tom": ("eva", "o1")}


def test_an_order_that_is_not_paid_converts_nobody_until_it_is(world: Any) -> None:
    name = world.follow(world.link())
    order = world.order("o1", "tom", name, status="pending")
    world.arrive("orders", order)
    assert world.brought() == {}
    world.arrive("orders", {**order, "status": "paid"})
    assert world.brought() == {"tom": ("eva", "o1")}
    world.arrive("orders", {**order, "status": "cancelled"})
    assert world.brought() == {}
    (row,) = world.referrals()
    assert (row["referral_id"], row["converted_at"], row["clicked_at"] is None) == (name, None, False)


def test_an_order_that_turns_out_to_be_somebody_elses_moves(world: Any) -> None:
    order = world.order("o1", "tom", world.follow(world.link()))
    world.arrive("orders", order)
    world.arrive("orders", {**order, "customer_id": world.customer("ann")})
    assert world.brought() == {"ann": ("eva", "o1")}


def test_a_code_that_is_taken_back_no_longer_counts(world: Any) -> None:
    order = world.order("o1", "tom", world.follow(world.link()))
    world.arrive("orders", order)
    world.arrive("orders", {**order, "attributes": {}})
    assert world.brought() == {}


def test_an_earlier_order_that_arrives_late_shows_an_old_customer(world: Any) -> None:
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", name))
    world.arrive("orders", world.order("o0", "tom", after=-600))
    assert world.brought() == {}


def test_another_window_is_applied_to_what_came_before(world: Any, analyst: Any) -> None:
    from helder.web.referrals.models import Referral

    name = world.follow(world.link())
    Referral.objects.update(clicked_at=now() - timedelta(days=40))
    world.arrive("orders", world.order("o1", "tom", name))
    assert world.brought() == {}
    given = {"landing": "https://shop.example", "parameter": "ref", "days": "60", "currency": "EUR"}
    assert analyst.post("/referrals", given).status_code == 302
    world.serving.jobs.work_off()
    assert world.brought() == {"tom": ("eva", "o1")}
