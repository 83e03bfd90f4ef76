"""WooCommerce: orders with their lines and refunds, customers and products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from helder.connectors.sources.moments import iso
from helder.connectors.sources.rest import Api
from helder.connectors.sources.signing import by_password
from helder.connectors.sources.system import Field, Item, Known, Listing, Record, System

ORDERS = """
[orders.columns]
order_id = "id"
customer_id = "customer_id"
ordered_at = "date_created_gmt"
revenue = { from = "net", round = true }
currency = "currency"
attributes.number = "number"
attributes.country = "billing.country"
attributes.payment = "payment_method_title"

[orders.columns.channel]
from = "created_via"
otherwise = "other"

[orders.columns.channel.values]
checkout = "web"
store-api = "web"
admin = "back office"
rest-api = "api"
pos-rest-api = "store"

[orders.columns.status]
from = "status"
otherwise = "pending"

[orders.columns.status.values]
processing = "paid"
completed = "paid"
refunded = "paid"
pending = "pending"
on-hold = "pending"
checkout-draft = "pending"
cancelled = "cancelled"
failed = "cancelled"
trash = "cancelled"
"""

LINES = """
[order_lines.columns]
order_id = "order_id"
line = "line"
product_id = "product_id"
quantity = "quantity"
revenue = { from = "total", round = true }
currency = "currency"
"""

REFUNDS = """
[orders.columns]
order_id = { join = ["kind", "id"], with = "-" }
customer_id = "customer_id"
ordered_at = "date_created_gmt"
channel = { value = "refund" }
status = "standing"
revenue = { from = "net", round = true }
currency = "currency"
attributes.refund_of = "order_id"
"""

CUSTOMERS = """
[customers.columns]
customer_id = "id"
name = { sql = "nullif(trim(concat_ws(' ', first_name, last_name)), '')" }
email = "email"
phone = "billing.phone"
country = { sql = "nullif(\\"billing.country\\", '')" }
account = { sql = "nullif(\\"billing.company\\", '')" }
signed_up_at = "date_created_gmt"
"""

PRODUCTS = """
[products.columns]
product_id = "id"
name = "name"
category = "category"
price = { from = "price", round = true }
"""

_PAID = ("processing", "completed", "refunded")


def _amount(told: Any) -> Decimal:
    return Decimal(str(told or 0))


def _net(item: Item) -> Decimal:
    """What the lines and fees of an order come to, after discounts, without tax and shipping."""
    parts = (*(item.get("line_items") or ()), *(item.get("fee_lines") or ()))
    return sum((_amount(part.get("total")) for part in parts), Decimal())


def _orders(order: Item, known: Known) -> Iterable[Item]:
    yield {**order, "net": _net(order), "customer_id": order.get("customer_id") or None}  # 0 is a guest


def _lines(order: Item, known: Known) -> Iterator[Item]:
    for place, line in enumerate(order.get("line_items") or (), 1):
        more = {"order_id": order["id"], "line": place, "currency": order.get("currency")}
        yield {**line, **more, "product_id": line.get("product_id") or None}


def _refunds(refund: Item, known: Known) -> Iterable[Item]:
    """What was given back: of the lines and fees where they are told, else the whole amount."""
    net = _net(refund)
    yield {
        **refund,
        "kind": "refund",
        "net": net if net else -abs(_amount(refund.get("amount"))),
        "order_id": refund["_orders_id"],
        "customer_id": refund.get("_orders_customer_id") or None,
        "currency": refund.get("_orders_currency"),
        "standing": "credit" if refund.get("_orders_status") in _PAID else "cancelled",
    }


def _product(item: Item, known: Known) -> Iterable[Item]:
    kinds: list[Item] = item.get("categories") or [{}]
    yield {**item, "category": kinds[0].get("name"), "price": item.get("price") or None}


def _endpoint(path: str, **params: Any) -> Mapping[str, Any]:
    """Pages by number, the latest change first: what changes meanwhile moves to pages already read, and none is missed."""
    return {
        "path": path,
        "params": {"per_page": 100, **params},
        "paginator": {"type": "page_number", "base_page": 1, "total_path": None},
    }


_ORDERS = _endpoint("orders", orderby="modified", order="desc", dates_are_gmt="true")

WOOCOMMERCE = System(
    name="woocommerce",
    title="WooCommerce",
    meaning="Orders, refunds, customers and products of a WooCommerce shop",
    fields=(
        Field("address", "Address", "https://shop.example.com, without /wp-json", address=True),
        Field("key", "Consumer key", "WooCommerce, Settings, Advanced, REST API: a key that may read"),
        Field("secret", "Consumer secret", secret=True),
    ),
    read=Api(
        base=lambda settings: f"{settings['address'].rstrip('/')}/wp-json/wc/v3/",
        auth=lambda settings, line: by_password(settings["key"], settings["secret"]),
    ).read,
    listings=(
        Listing(
            "orders",
            "Orders",
            (Record("orders", "Orders", ORDERS, _orders), Record("lines", "Lines of orders", LINES, _lines)),
            _ORDERS,
            changed="date_modified_gmt",
            since=lambda when: {"modified_after": iso(when)},
        ),
        Listing(
            "refunds",
            "Refunds",
            (Record("refunds", "Refunds", REFUNDS, _refunds),),
            {"of": _ORDERS, **_endpoint("orders/{resources.orders.id}/refunds")},
            changed="_orders_date_modified_gmt",
            since=lambda when: {"modified_after": iso(when)},
            of="orders",
            from_it=("id", "date_modified_gmt", "customer_id", "currency", "status"),
            worth_asking=lambda order: bool(order.get("refunds")),
        ),
        Listing(
            "customers",
            "Customers",
            (Record("customers", "Customers", CUSTOMERS),),
            _endpoint("customers", orderby="id", order="asc", role="all"),
        ),
        Listing(
            "products",
            "Products",
            (Record("products", "Products", PRODUCTS, _product),),
            _endpoint("products", orderby="modified", order="desc", dates_are_gmt="true"),
            changed="date_modified_gmt",
            since=lambda when: {"modified_after": iso(when)},
        ),
    ),
)
