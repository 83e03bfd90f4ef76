"""The pages of a small WooCommerce shop, in the form its API is documented to give."""

from __future__ import annotations

from typing import Any

from connectors.sources.playing import Asked, Played


def woo_order(number: int, status: str, *totals: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "number": str(number),
        "status": status,
        "currency": "EUR",
        "customer_id": 5,
        "created_via": "checkout",
        "date_created_gmt": f"2026-03-{number % 28 + 1:02}T09:00:00",
        "date_modified_gmt": f"2026-03-{number % 28 + 1:02}T09:00:00",
        "total": "999.00",
        "line_items": [{"id": i, "product_id": 71, "quantity": 1, "total": total} for i, total in enumerate(totals)],
        "fee_lines": [],
        "refunds": [],
        **more,
    }


WOO = [
    woo_order(4, "cancelled", "70.00"),
    woo_order(3, "on-hold", "60.00"),
    woo_order(2, "refunded", "50.00", refunds=[{"id": 12, "total": "-50.00"}]),
    woo_order(1, "completed", "10.006", "19.99", fee_lines=[{"total": "2.50"}], refunds=[{"id": 11, "total": "-5.00"}]),
]
WOO_REFUNDS = {
    2: [{"id": 12, "amount": "60.50", "date_created_gmt": "2026-03-20T09:00:00", "line_items": [{"total": "-50.00"}]}],
    1: [{"id": 11, "amount": "5.00", "date_created_gmt": "2026-03-21T09:00:00", "line_items": []}],
}


def play_woocommerce(played: Played) -> str:
    """Play a WooCommerce of four orders, in numbered pages of two, the latest change first; gives the connection to it."""
    base = "/wp-json/wc/v3/"

    def listed(path: str, items: list[dict[str, Any]]) -> None:
        def page(asked: Asked) -> Any:
            place = 2 * (int(asked.query["page"]) - 1)
            after = asked.query.get("modified_after", "").rstrip("Z")
            kept = [one for one in items if one.get("date_modified_gmt", "") >= after]
            return kept[place : place + 2]

        played.paths[base + path] = page

    listed("orders", WOO)
    for number, refunds in WOO_REFUNDS.items():
        listed(f"orders/{number}/refunds", refunds)
    person = {
        "id": 5,
        "first_name": "Eva",
        "last_name": "",
        "email": "eva@example.com",
        "date_created_gmt": "2026-01-01T00:00:00",
    }
    listed("customers", [{**person, "billing": {"country": "NL", "phone": "", "company": ""}}])
    product = {
        "id": 71,
        "name": "Lamp",
        "price": "",
        "categories": [{"name": "Light"}],
        "date_modified_gmt": "2026-01-01T00:00:00",
    }
    listed("products", [product])
    return f'system = "woocommerce"\n[settings]\naddress = "{played.address}"\nkey = "ck_1"\nsecret = "cs_1"\n'
