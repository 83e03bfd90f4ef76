"""Money spent on reaching customers, the share price, and the company's initiatives."""

from helder.model.table import Column, Kind, Table, currency, date, key, money, text

SPEND = Table(
    name="spend",
    meaning="Money spent on marketing, customer experience and data",
    grain="one amount on one day",
    columns=(
        key("spend_id", "The entry"),
        date("spent_on", "The day it is counted on", required=True),
        text("kind", "What it was for", allowed=("marketing", "cx", "data")),
        text("channel", "The channel it was spent on"),
        text("campaign", "The campaign"),
        money("amount", "The amount"),
        currency(),
    ),
)

SHARE_PRICES = Table(
    name="share_prices",
    meaning="Closing prices of shares",
    grain="one share on one trading day",
    columns=(
        key("symbol", "The share"),
        Column("day", Kind.DATE, "The trading day", key=True),
        Column("close", Kind.NUMBER, "Closing price as traded", unit="currency", minimum=0),
        Column("adjusted_close", Kind.NUMBER, "Closing price adjusted for splits and dividends", unit="currency", minimum=0),
        currency(),
    ),
)

INITIATIVES = Table(
    name="initiatives",
    meaning="Undertakings meant to better the customer experience",
    grain="one initiative",
    columns=(
        key("initiative_id", "The initiative"),
        text("name", "Its name"),
        date("started_on", "First day", required=True),
        date("ended_on", "Last day; missing while it runs"),
        text("scope", "Where it applies"),
    ),
    ordered=(("started_on", "ended_on"),),
)
