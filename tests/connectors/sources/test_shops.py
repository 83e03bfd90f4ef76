"""Shops, page by page, into the metrics."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from connectors.sources.office import Office
from connectors.sources.playing import Asked, Played
from connectors.sources.shopify import ORDERS, PLAIN, play_shopify
from connectors.sources.woocommerce import WOO, play_woocommerce, woo_order

from helder.connectors.sources import rest


def test_shopify(office: Office, played: Played) -> None:
    office.connect("shop", play_shopify(played))
    run = office.run("shop")
    assert (run.error, run.rejected, run.notes) == (None, 0, [])
    assert run.pages == 3 + 1 + 1
    net = 90 + (121 - 21) - (60.50 - 10.50 + 1)  # tax and shipping are no revenue, nor are the cancelled and the trial order
    assert office.value("sales") == pytest.approx(net)
    assert office.value("orders") == 2
    assert office.rows("select status, currency, revenue from orders where order_id = '1005'") == [("pending", "JPY", 5000)]
    assert office.rows("select order_id, status, revenue from orders where order_id like 'refund-%' order by 1") == [
        ("refund-10", "cancelled", -5100),
        ("refund-9", "credit", -5100),
    ]
    assert office.rows("select line, quantity, revenue from order_lines where order_id = '1001' order by 1") == [
        (1, 2.0, 7200),
        (2, 1.0, 1800),
    ]
    assert {asked.headers["X-Shopify-Access-Token"] for asked in played.asked} == {"shpat_secret"}


def test_shopify_asks_for_what_changed_since_and_a_refund_arrives_later(office: Office, played: Played) -> None:
    play = play_shopify(played)
    office.connect("shop", play + "[records.orders]\n")
    office.run("shop")
    before = office.value("sales")
    late = {**PLAIN, "updated_at": "2026-03-20T10:00:00+01:00", "financial_status": "refunded"}
    late["refunds"] = [{"id": 20, "created_at": "2026-03-20T10:00:00+01:00", "refund_line_items": [{"subtotal": "90.00"}]}]
    played.paths["/admin/api/2025-07/orders.json"] = lambda asked: {"orders": [late]}
    played.asked.clear()
    run = office.run("shop")
    assert played.asked[0].query["updated_at_min"] == "2026-03-13T08:55:00Z"
    assert (run.error, run.changed) == (None, 1)  # the refund; the order and its lines are as they were
    assert office.value("sales") == pytest.approx(before - 90)


def test_shopify_by_the_token_of_a_client(office: Office, played: Played) -> None:
    text = play_shopify(played).replace('token = "shpat_secret"', 'client_id = "a"\nclient_secret = "b"')
    office.connect("shop", text)
    played.paths["/admin/oauth/access_token"] = lambda asked: {"access_token": "shpua_1", "expires_in": 86399}
    assert office.run("shop").error is None
    assert parse_qs(played.asked[0].body.decode())["client_secret"] == ["b"]
    assert played.asked[-1].headers["X-Shopify-Access-Token"] == "shpua_1"


def test_a_shop_that_gives_changes_out_of_order_loses_none(
    office: Office, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "PORTION", 2)
    office.connect("shop", play_shopify(played) + "[records.orders]\n")
    answer, sound = played.paths["/admin/api/2025-07/orders.json"], list(ORDERS)
    ORDERS[:] = [sound[4], sound[0], *sound[1:4]]
    try:
        broken: Any = lambda asked: b"oops" if asked.query.get("page_info") == "4" else answer(asked)  # noqa: E731
        played.paths["/admin/api/2025-07/orders.json"] = broken
        assert office.run("shop").error is not None
        assert office.place("shop").marks().get("orders", {}) == {}
    finally:
        ORDERS[:] = sound


def test_woocommerce(office: Office, played: Played) -> None:
    office.connect("shop", play_woocommerce(played))
    run = office.run("shop")
    assert (run.error, run.rejected) == (None, 0)
    asked = [one.path for one in played.asked if one.path.endswith("refunds")]
    assert {path.split("/")[-2] for path in asked} == {"1", "2"}  # those without refunds are not asked
    assert office.value("sales") == pytest.approx(32.50 + 50 - 50 - 5)
    assert office.value("orders") == 2
    statuses = dict(office.rows("select order_id, status from orders"))
    assert statuses == {"1": "paid", "2": "paid", "3": "pending", "4": "cancelled", "refund-11": "credit", "refund-12": "credit"}
    assert office.rows("select country, phone from customers") == [("NL", None)]


def test_woocommerce_misses_nothing_that_changes_while_its_pages_are_read(office: Office, played: Played) -> None:
    office.connect("shop", play_woocommerce(played) + "[records.orders]\n")
    pages = played.paths["/wp-json/wc/v3/orders"]

    def moving(asked: Asked) -> Any:
        if asked.query["page"] == "2" and len(WOO) == 4:
            WOO.insert(0, woo_order(27, "processing", "1.00"))  # it moves every other one place down
        return pages(asked)

    played.paths["/wp-json/wc/v3/orders"] = moving
    try:
        assert office.run("shop").error is None
        assert office.run("shop").error is None
    finally:
        WOO[:] = [one for one in WOO if one["id"] != 27]
    found = json.dumps(sorted(number for (number,) in office.rows("select order_id from orders")))
    assert found == '["1", "2", "27", "3", "4"]'


def test_two_systems_that_count_alike_are_kept_apart_by_a_prefix(office: Office, played: Played) -> None:
    office.connect("one", play_woocommerce(played))
    office.connect("two", 'prefix = "b-"\n' + play_woocommerce(played))
    assert (office.run("one").error, office.run("two").error) == (None, None)
    assert office.value("orders") == 4
    assert office.rows("select order_id, customer_id from orders where order_id like '%-12' order by 1") == [
        ("b-refund-12", "b-5"),
        ("refund-12", "5"),
    ]
    assert office.rows("select count(*) from order_lines where product_id = 'b-71' and order_id like 'b-%'") == [(5,)]
