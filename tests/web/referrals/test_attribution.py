"""A new customer's first order is put down to the link they came by, once, and never where it should not be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any


def now() -> datetime:
    return datetime.now(UTC)


def test_by_the_code_an_order_carries(world: Any) -> None:
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", name), world.order("o2", "tom", after=9), world.order("o3", "ann"))
    assert world.brought() == {"tom": ("eva", "o1")}
    (row,) = world.referrals()
    assert (row["referral_id"], row["converted_at"] is not None) == (name, True)
    rate = world.shows("referral_rate")
    assert (rate["value"], rate["n"]) == (0.5, 2)


def test_by_the_visit_an_order_was_placed_in(world: Any) -> None:
    name = world.follow(world.link())
    visit = {"session_id": f"{world.run}-s", "visitor_id": None, "at": now(), "event": "view"}
    world.arrive("page_events", {"event_id": f"{world.run}-1", "page": f"/welcome?ref={name}", **visit})
    world.arrive("orders", world.order("o1", "tom", session_id=f"{world.run}-s"))
    assert world.brought() == {"tom": ("eva", "o1")}


def test_by_an_earlier_visit_of_the_same_visitor(world: Any) -> None:
    name = world.follow(world.link())
    visits = [
        {
            "event_id": f"{world.run}-{n}",
            "session_id": f"{world.run}-s{n}",
            "visitor_id": f"{world.run}-v",
            "at": now(),
            "page": page,
        }
        for n, page in enumerate([f"/welcome?ref={name}", "/beans"])
    ]
    world.arrive("page_events", *({**visit, "event": "view"} for visit in visits))
    world.arrive("orders", world.order("o1", "tom", session_id=f"{world.run}-s1"))
    assert world.brought() == {"tom": ("eva", "o1")}


def test_by_a_visitor_who_turns_out_to_be_a_customer(world: Any) -> None:
    visit = {"visitor_id": f"{world.run}-v", "at": now(), "event": "view"}
    began = {"event_id": f"{world.run}-1", "page": f"/?ref={world.follow(world.link())}", **visit}
    world.arrive("page_events", {"session_id": f"{world.run}-s1", **began})
    joined = {"event_id": f"{world.run}-2", "page": "/join", "customer_id": world.customer("tom"), **visit, "event": "sign_up"}
    world.arrive("page_events", {"session_id": f"{world.run}-s2", **joined})
    assert world.brought() == {}
    world.arrive("customers", {"customer_id": world.customer("tom"), "signed_up_at": now() + timedelta(seconds=9)})
    assert world.brought() == {"tom": ("eva", None)}
    world.arrive("orders", world.order("o1", "tom"))
    assert world.brought() == {"tom": ("eva", "o1")}


def test_by_a_visit_that_is_told_of_after_the_order(world: Any) -> None:
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", session_id=f"{world.run}-s"))
    visit = {"session_id": f"{world.run}-s", "at": now(), "event": "view", "page": f"/?ref={name}"}
    world.arrive("page_events", {"event_id": f"{world.run}-1", **visit})
    assert world.brought() == {"tom": ("eva", "o1")}


def test_by_who_signed_up_through_it(world: Any) -> None:
    name = world.follow(world.link())
    entry = {"customer_id": world.customer("tom"), "signed_up_at": now() + timedelta(seconds=5), "attributes": {"referral": name}}
    world.arrive("customers", entry)
    assert world.brought() == {"tom": ("eva", None)}
    (row,) = world.referrals()
    assert row["signed_up_at"] is not None
    world.arrive("orders", world.order("o1", "tom"))
    assert world.brought() == {"tom": ("eva", "o1")}
    assert len(world.referrals()) == 1


def test_by_a_code_told_by_word_of_mouth(world: Any) -> None:
    world.arrive("orders", world.order("o1", "tom", world.link().code))
    assert world.brought() == {"tom": ("eva", "o1")}
    assert world.referrals()[0]["clicked_at"] is None


def test_looking_again_counts_nothing_twice(world: Any) -> None:
    from helder.web.referrals.looking import look
    from helder.web.referrals.models import Looked, Referral, Reward

    name = world.follow(world.link())
    order = world.order("o1", "tom", name)
    world.arrive("orders", order)
    before = world.referrals()
    for _again in range(2):
        world.arrive("orders", order)
        Looked.objects.all().delete()  # as after a crash before it was noted how far it had come
        look()
    assert world.referrals() == before
    assert (Referral.objects.count(), Reward.objects.count()) == (1, 2)


def test_a_store_restored_from_before_is_looked_at_anew(world: Any) -> None:
    from helder.web.referrals.models import Looked

    name = world.follow(world.link())
    Looked.objects.create(table="orders", batch=10**9)
    world.arrive("orders", world.order("o1", "tom", name))
    assert world.brought() == {"tom": ("eva", "o1")}


def test_a_click_is_one_persons(world: Any) -> None:
    name = world.follow(world.link())
    world.arrive("orders", world.order("o1", "tom", name), world.order("o2", "ann", name))
    assert world.brought() == {"tom": ("eva", "o1"), "ann": ("eva", "o2")}
    assert len(world.referrals()) == 2


def test_the_last_link_followed_before_the_first_order_wins(world: Any) -> None:
    first, last = world.follow(world.link("eva")), world.follow(world.link("mads"))
    for n, name in enumerate([first, last]):
        visit = {"session_id": f"{world.run}-s{n}", "visitor_id": f"{world.run}-v", "event": "view", "page": f"/?ref={name}"}
        world.arrive("page_events", {"event_id": f"{world.run}-{n}", "at": now() + timedelta(seconds=n), **visit})
    world.arrive("orders", world.order("o1", "tom", session_id=f"{world.run}-s0"))
    assert world.brought() == {"tom": ("mads", "o1")}


def test_a_link_shared_and_then_followed_is_one_referral(world: Any) -> None:
    from helder.web.referrals import links

    link = world.link()
    links.shared(link, now() - timedelta(hours=1))
    assert [row["clicked_at"] for row in world.referrals()] == [None]
    world.follow(link)
    world.follow(link, address="198.51.100.9")
    rows = world.referrals()
    assert len(rows) == 2
    assert all(row["shared_at"] < row["clicked_at"] for row in rows)
