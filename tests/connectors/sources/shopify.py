"""The pages of a small Shopify shop, in the form its API is documented to give."""

from __future__ import annotations

from typing import Any

from connectors.sources.playing import Asked, Played

#: An order of two lines, 100.00 with 10.00 off, to which 21 % tax is added.
PLAIN = {
    "id": 1001,
    "name": "#1001",
    "created_at": "2026-03-02T10:00:00+01:00",
    "updated_at": "2026-03-02T10:00:00+01:00",
    "financial_status": "paid",
    "cancelled_at": None,
    "test": False,
    "currency": "EUR",
    "source_name": "web",
    "taxes_included": False,
    "subtotal_price": "90.00",
    "total_tax": "18.90",
    "total_price": "113.90",
    "customer": {"id": 501, "email": "eva@example.com"},
    "shipping_address": {"country_code": "NL"},
    "line_items": [
        {
            "id": 1,
            "product_id": 71,
            "quantity": 2,
            "price": "40.00",
            "discount_allocations": [{"amount": "8.00"}],
            "tax_lines": [{"price": "15.12"}],
        },
        {
            "id": 2,
            "product_id": 72,
            "quantity": 1,
            "price": "20.00",
            "discount_allocations": [{"amount": "2.00"}],
            "tax_lines": [{"price": "3.78"}],
        },
    ],
    "refunds": [],
}
#: One with the tax in its prices, of which one piece came back in the next week, with 1.00 more than it cost.
RETURNED = {
    **PLAIN,
    "id": 1002,
    "created_at": "2026-03-03T10:00:00+01:00",
    "updated_at": "2026-03-10T10:00:00+01:00",
    "financial_status": "partially_refunded",
    "taxes_included": True,
    "subtotal_price": "121.00",
    "line_items": [{"id": 3, "product_id": 71, "quantity": 2, "price": "60.50", "tax_lines": [{"price": "21.00"}]}],
    "refunds": [
        {
            "id": 9,
            "created_at": "2026-03-10T10:00:00+01:00",
            "processed_at": "2026-03-10T10:00:00+01:00",
            "refund_line_items": [{"line_item_id": 3, "quantity": 1, "subtotal": "60.50", "total_tax": "10.50"}],
            "order_adjustments": [
                {"kind": "refund_discrepancy", "amount": "-1.00"},
                {"kind": "shipping_refund", "amount": "-4.95"},
            ],
        }
    ],
}
CANCELLED = {
    **RETURNED,
    "id": 1003,
    "updated_at": "2026-03-11T10:00:00+01:00",
    "cancelled_at": "2026-03-04T10:00:00+01:00",
    "financial_status": "refunded",
    "refunds": [{**RETURNED["refunds"][0], "id": 10}],  # type: ignore[index]
}
TRIAL = {**PLAIN, "id": 1004, "updated_at": "2026-03-12T10:00:00+01:00", "test": True}
YEN = {
    **PLAIN,
    "id": 1005,
    "currency": "JPY",
    "updated_at": "2026-03-13T10:00:00+01:00",
    "subtotal_price": "5000",
    "line_items": [],
    "financial_status": "pending",
}
ORDERS = [PLAIN, RETURNED, CANCELLED, TRIAL, YEN]


def play_shopify(played: Played) -> str:
    """Play a Shopify of five orders, in pages of two linked in the header; gives the connection to it."""
    base = "/admin/api/2025-07/"

    def listed(name: str, items: list[dict[str, Any]]) -> None:
        def page(asked: Asked) -> Any:
            place = int(asked.query.get("page_info", 0))
            link = f'<{played.address}{base}{name}.json?limit=2&page_info={place + 2}>; rel="next"'
            return 200, {name: items[place : place + 2]}, {"Link": link} if place + 2 < len(items) else {}

        played.paths[f"{base}{name}.json"] = page

    listed("orders", ORDERS)
    people = {"id": 501, "first_name": "Eva", "last_name": "Vos", "email": "eva@example.com", "phone": None}
    listed("customers", [{**people, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}])
    listed("products", [{"id": 71, "title": "Lamp", "product_type": "", "variants": [{"price": "40.00"}]}])
    return f'system = "shopify"\n[settings]\naddress = "{played.address}"\ntoken = "shpat_secret"\n'
