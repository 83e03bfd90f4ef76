"""Customers, and the subscriptions they hold."""

from helder.model.table import Table, attributes, currency, date, instant, key, money, text

CUSTOMERS = Table(
    name="customers",
    meaning="Who buys, calls, answers and visits",
    grain="one customer",
    columns=(
        key("customer_id", "The customer"),
        text("name", "Full name", personal=True),
        text("email", "E-mail address", personal=True),
        text("phone", "Telephone number", personal=True),
        text("segment", "The company's own segment, such as consumer or business"),
        text("country", "Country of residence, ISO 3166 alpha-2 (NL)"),
        text("language", "Preferred language, ISO 639-1 (nl)"),
        date("born_on", "Date of birth", personal=True),
        text("gender", "Gender as the customer gave it"),
        instant("signed_up_at", "When the customer became known to the company", dated=True),
        text("acquired_via", "The channel that brought the customer: search, referral, store ..."),
        text("account", "The company or household the customer belongs to"),
        attributes(),
    ),
)

SUBSCRIPTIONS = Table(
    name="subscriptions",
    meaning="Contracts that run until they end",
    grain="one subscription",
    columns=(
        key("subscription_id", "The subscription"),
        text("customer_id", "Whose it is"),
        text("product_id", "What is subscribed to"),
        instant("started_at", "When it came into force", dated=True, required=True),
        instant("ended_at", "When it ceased to be in force; missing while it runs", dated=True),
        money("monthly_revenue", "Revenue per month while in force"),
        currency(),
        text("end_reason", "Why it ended, in the company's words"),
        attributes(),
    ),
    ordered=(("started_at", "ended_at"),),
)
