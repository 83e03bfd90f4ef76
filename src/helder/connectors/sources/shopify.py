"""Shopify: orders with their lines and refunds, customers and products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from requests.auth import AuthBase

from helder.connectors.sources.line import Line
from helder.connectors.sources.moments import iso
from helder.connectors.sources.rest import Api
from helder.connectors.sources.signing import ByClient, ByHeader
from helder.connectors.sources.system import Field, Item, Known, Listing, Record, System

VERSION = "2025-07"
_HEADER = "X-Shopify-Access-Token"

_CHANNEL = """
[orders.columns.channel]
from = "source_name"
otherwise = "other"

[orders.columns.channel.values]
web = "web"
pos = "store"
shopify_draft_order = "draft"
iphone = "app"
android = "app"
"""

ORDERS = f"""
[orders.columns]
order_id = "id"
customer_id = "customer.id"
ordered_at = "created_at"
status = "standing"
revenue = {{ from = "net", round = true }}
currency = "currency"
attributes.name = "name"
attributes.source = "source_name"
attributes.country = "shipping_address.country_code"
{_CHANNEL}"""

LINES = """
[order_lines.columns]
order_id = "order_id"
line = "line"
product_id = "product_id"
quantity = "quantity"
revenue = { from = "net", round = true }
currency = "currency"
"""

REFUNDS = f"""
[orders.columns]
order_id = {{ join = ["kind", "id"], with = "-" }}
customer_id = "customer_id"
ordered_at = "created_at"
status = "standing"
revenue = {{ from = "net", round = true }}
currency = "currency"
attributes.refund_of = "order_id"
{_CHANNEL}"""

CUSTOMERS = """
[customers.columns]
customer_id = "id"
name = { sql = "nullif(trim(concat_ws(' ', first_name, last_name)), '')" }
email = "email"
phone = "phone"
country = "default_address.country_code"
signed_up_at = "created_at"
account = "default_address.company"
attributes.tags = "tags"
"""

PRODUCTS = """
[products.columns]
product_id = "id"
name = "title"
category = { sql = "nullif(product_type, '')" }
price = { from = "price", round = true }
"""

_STANDING = {"pending": "pending", "authorized": "pending", "voided": "cancelled", "expired": "cancelled"}


def _amount(told: Any) -> Decimal:
    return Decimal(str(told or 0))


def _tax(line: Mapping[str, Any]) -> Decimal:
    return sum((_amount(one.get("price")) for one in line.get("tax_lines") or ()), Decimal())


def _standing(order: Item) -> str:
    return "cancelled" if order.get("cancelled_at") else _STANDING.get(str(order.get("financial_status")), "paid")


def _counts(order: Item) -> bool:
    """Whether it is a sale: no trial order."""
    return not order.get("test")


def _orders(order: Item, known: Known) -> Iterable[Item]:
    """The order at Shopify's net sales before returns: after discounts, without tax and shipping."""
    if not _counts(order):
        return
    within = sum(map(_tax, order.get("line_items") or ()), Decimal()) if order.get("taxes_included") else Decimal()
    yield {**order, "net": _amount(order.get("subtotal_price")) - within, "standing": _standing(order)}


def _lines(order: Item, known: Known) -> Iterator[Item]:
    for place, line in enumerate(order.get("line_items") or (), 1) if _counts(order) else ():
        given = sum((_amount(one.get("amount")) for one in line.get("discount_allocations") or ()), Decimal())
        net = _amount(line.get("price")) * _amount(line.get("quantity")) - given
        net -= _tax(line) if order.get("taxes_included") else 0
        yield {**line, "order_id": order["id"], "line": place, "net": net, "currency": order.get("currency")}


def _refunds(order: Item, known: Known) -> Iterator[Item]:
    """What was given back, each time it was: a credit note, which counts for nothing where the order does not either."""
    for refund in order.get("refunds") or () if _counts(order) else ():
        back = sum((_amount(one.get("subtotal")) for one in refund.get("refund_line_items") or ()), Decimal())
        if order.get("taxes_included"):
            back -= sum((_amount(one.get("total_tax")) for one in refund.get("refund_line_items") or ()), Decimal())
        adjustments = refund.get("order_adjustments") or ()
        back -= sum((_amount(one.get("amount")) for one in adjustments if one.get("kind") == "refund_discrepancy"), Decimal())
        yield {
            "kind": "refund",
            "id": refund["id"],
            "order_id": order["id"],
            "customer_id": (order.get("customer") or {}).get("id"),
            "created_at": refund.get("processed_at") or refund.get("created_at"),
            "source_name": order.get("source_name"),
            "standing": "credit" if _standing(order) == "paid" else "cancelled",
            "net": -back,
            "currency": order.get("currency"),
        }


def _product(item: Item, known: Known) -> Iterable[Item]:
    variants: list[Item] = item.get("variants") or [{}]
    yield {**item, "price": variants[0].get("price")}


def _auth(settings: Mapping[str, str], line: Line) -> AuthBase:
    if settings["client_id"]:
        client = {"client_id": settings["client_id"], "client_secret": settings["client_secret"]}
        return ByClient(line, f"{settings['address'].rstrip('/')}/admin/oauth/access_token", client, header=_HEADER)
    return ByHeader(_HEADER, settings["token"])


def _listing(name: str, title: str, records: tuple[Record, ...], *, ordered: bool = False, **params: Any) -> Listing:
    return Listing(
        name,
        title,
        records,
        {
            "path": f"{name}.json",
            "params": {"limit": 250, **params},
            "data_selector": name,
            "paginator": {"type": "header_link"},
        },
        changed="updated_at",
        since=lambda when: {"updated_at_min": iso(when)},
        ordered=ordered,
    )


SHOPIFY = System(
    name="shopify",
    title="Shopify",
    meaning="Orders, refunds, customers and products of a Shopify shop",
    fields=(
        Field("address", "Address", "https://yourshop.myshopify.com", address=True),
        Field("token", "Access token", "Of a custom app with the Admin API", secret=True, required=False),
        Field("client_id", "Client ID", "Instead of a token: of an app of the Dev Dashboard", required=False),
        Field("client_secret", "Client secret", "The secret of that app", secret=True, required=False),
    ),
    read=Api(base=lambda settings: f"{settings['address'].rstrip('/')}/admin/api/{VERSION}/", auth=_auth).read,
    listings=(
        _listing(
            "orders",
            "Orders",
            (
                Record("orders", "Orders", ORDERS, _orders),
                Record("lines", "Lines of orders", LINES, _lines),
                Record("refunds", "Refunds", REFUNDS, _refunds),
            ),
            ordered=True,
            status="any",
            order="updated_at asc",
        ),
        _listing("customers", "Customers", (Record("customers", "Customers", CUSTOMERS),)),
        _listing("products", "Products", (Record("products", "Products", PRODUCTS, _product),)),
    ),
    steps="Give the app the scopes read_orders, read_all_orders, read_customers and read_products.",
)
