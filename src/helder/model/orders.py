"""Products, orders and their lines."""

from helder.model.table import Table, attributes, currency, instant, integer, key, money, number, text

PRODUCTS = Table(
    name="products",
    meaning="What is sold",
    grain="one product",
    columns=(
        key("product_id", "The product"),
        text("name", "Name as the customer sees it"),
        text("category", "Kind of product"),
        money("price", "Selling price of one"),
        money("cost", "Cost of one"),
        currency(),
    ),
)

ORDERS = Table(
    name="orders",
    meaning="Purchases, and the credit notes that take them back",
    grain="one order or credit note",
    columns=(
        key("order_id", "The order"),
        text("customer_id", "Who bought; missing for unknown buyers"),
        instant("ordered_at", "When the order was placed", dated=True, required=True),
        text("channel", "Where it was placed: web, store, phone ..."),
        text(
            "status",
            "paid counts as a sale; credit is a credit note with negative revenue; pending and cancelled count as nothing",
            allowed=("pending", "paid", "cancelled", "credit"),
        ),
        money("revenue", "Net revenue of the whole order, before returns recorded on its lines"),
        money("cost", "Cost of the whole order"),
        currency(),
        text("session_id", "The site session it was placed in"),
        text("employee_id", "Who sold it"),
        attributes(),
    ),
)

ORDER_LINES = Table(
    name="order_lines",
    meaning="What was in each order, and what came back of it",
    grain="one line of an order",
    columns=(
        key("order_id", "The order"),
        integer("line", "Position in the order", key=True),
        text("product_id", "What was bought"),
        number("quantity", "How many"),
        money("revenue", "Net revenue of the line"),
        currency(),
        number("returned_quantity", "How many of them were returned", minimum=0),
    ),
)
