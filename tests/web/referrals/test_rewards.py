"""What is earned follows the orders; what was paid is not forgotten; the file holds no formulas."""

from __future__ import annotations

import csv
from typing import Any


def earned() -> dict[str, tuple[str, str]]:
    from helder.web.referrals.models import Reward

    return {reward.whose: (f"{reward.amount} {reward.currency}", reward.status) for reward in Reward.objects.all()}


def test_both_earn_by_the_first_order_and_not_by_the_next(world: Any) -> None:
    world.arrive("orders", world.order("o1", "tom", world.follow(world.link())))
    world.arrive("orders", world.order("o2", "tom", after=9))
    assert earned() == {"referrer": ("10.00 EUR", "earned"), "friend": ("5.00 EUR", "earned")}


def test_a_cancelled_order_withdraws_what_is_not_paid_and_marks_what_is(world: Any, analyst: Any) -> None:
    from helder.web.referrals.models import Reward

    order = world.order("o1", "tom", world.follow(world.link()))
    world.arrive("orders", order)
    referrers = Reward.objects.get(whose="referrer")
    assert analyst.post("/referrals/pay", {"reward": [str(referrers.pk), "x", "999999"]}).status_code == 302
    world.arrive("orders", {**order, "status": "cancelled"})
    assert earned() == {"referrer": ("10.00 EUR", "reclaim"), "friend": ("5.00 EUR", "withdrawn")}
    world.arrive("orders", order)
    assert earned() == {"referrer": ("10.00 EUR", "paid"), "friend": ("5.00 EUR", "earned")}


def test_what_was_earned_stays_when_the_rule_changes(world: Any, analyst: Any) -> None:
    world.arrive("orders", world.order("o1", "tom", world.follow(world.link())))
    given = {"landing": "https://shop.example", "parameter": "ref", "days": "30", "currency": "EUR", "referrer_reward": "25"}
    assert analyst.post("/referrals", given).status_code == 302
    assert earned()["referrer"] == ("10.00 EUR", "earned")
    name = world.follow(world.link(), address="198.51.100.4")
    world.arrive("orders", world.order("o2", "ann", name))
    from helder.web.referrals.models import Reward

    assert sorted(str(reward.amount) for reward in Reward.objects.filter(whose="referrer")) == ["10.00", "25.00"]


def test_the_file_says_who_earned_what_for_which_order_and_holds_no_formulas(world: Any, analyst: Any) -> None:
    order = world.order("o1", "tom", world.follow(world.link()), order_id=f'=HYPERLINK("{world.run}")')
    world.arrive("orders", order)
    answer = analyst.get("/referrals/rewards.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = {row["whose"]: row for row in csv.DictReader(answer.content.decode().splitlines())}
    assert rows["referrer"]["customer_id"] == rows["friend"]["referrer_id"] == world.customer("eva")
    assert rows["friend"]["customer_id"] == world.customer("tom")
    assert (rows["referrer"]["amount"], rows["referrer"]["status"]) == ("10.00", "earned")
    assert rows["referrer"]["order_id"].startswith("'=HYPERLINK")
