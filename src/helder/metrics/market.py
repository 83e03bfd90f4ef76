"""What the market makes of the company: the share price, its change, and the growth it would take to explain it."""

from __future__ import annotations

import ibis
from ibis import _

from helder.facts import share_prices
from helder.forms import Change, Last
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import PRICE, SHARE

_PRICED = Need(_.price.notnull(), "no such price recorded")
_WHICH = Param("price", "adjusted_close", "Which closing price counts", choices=("adjusted_close", "close"))
_CLOSES = [
    {"symbol": "KADE", "day": day, "close": close, "adjusted_close": close - 1, "currency": "EUR"}
    for day, close in (("2026-02-27", 41.0), ("2026-03-02", 43.0), ("2026-03-30", 46.0), ("2026-03-31", 45.0))
]
_MARCH = {"since": "2026-03-01", "until": "2026-04-01"}

SHARE_PRICE = Metric(
    name="share_price",
    family=LOYALTY,
    titles={"en": "Share price", "nl": "Aandelenkoers", "da": "Aktiekurs"},
    meaning="The closing price of the share at the end of the period",
    formula="{price} on the last trading day in the period that has one, per share and currency",
    measure=lambda p: Measure(
        fact=share_prices(p.price), dated_by="day", form=Last(_.price, at=_.day), needs=(_PRICED,), apart="share"
    ),
    params=(_WHICH,),
    unit=PRICE,
    better="higher",
    source="D0 D4 (M16)",
    example=Example({"share_prices": _CLOSES}, 44.0, "the adjusted close on 31 March, the last day there is", _MARCH),
)

SHARE_RETURN = Metric(
    name="share_return",
    family=LOYALTY,
    titles={"en": "Share return", "nl": "Aandelenrendement", "da": "Aktieafkast"},
    meaning="How much the share price rose over the period",
    formula="({price} on the last trading day in the period - that on the last before the period) / that on the last before the "
    "period, per share and currency; where nothing is known of before, from the first price there is",
    measure=lambda p: Measure(
        fact=share_prices(p.price),
        dated_by="day",
        form=Change(_.price, at=_.day, before=_.previous),
        needs=(_PRICED, Need(_.previous.notnull(), "the first price there is: none before it")),
        apart="share",
    ),
    params=(_WHICH,),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M16)",
    example=Example(
        {"share_prices": _CLOSES}, 0.1, "from 40 on 27 February, the last day before March, to 44: 4 / 40 = 10 %", _MARCH
    ),
)

IMPLIED_GROWTH = Metric(
    name="implied_growth",
    family=LOYALTY,
    titles={"en": "Growth implied by the share price", "nl": "Groei volgens de aandelenkoers", "da": "Vækst ifølge aktiekursen"},
    meaning="The growth of dividends for ever at which the share price would be fair: an assumption spelt out, never a cause",
    formula="Gordon's model: growth = discount - expected dividend / closing price at period end, per share and currency; "
    "discount {discount} % a year, expected dividend of the year to come {dividend} per share in the share's currency. Both are "
    "your assumptions: the tables have no dividends, so there is no value until one is given",
    measure=lambda p: Measure(
        fact=share_prices("close"),
        dated_by="day",
        form=Last(p.discount / 100 - p.dividend / _.price.nullif(0.0), at=_.day),
        needs=(
            _PRICED,
            Need(_.price > 0, "a price of nought"),
            Need(ibis.literal(p.dividend > 0), "no expected dividend was given, with --set dividend=..."),
        ),
        apart="share",
    ),
    params=(
        Param("discount", 8, "Return that investors ask for, per cent a year", unit="%"),
        Param("dividend", 0, "Dividend expected over the year to come, per share, in the share's currency"),
    ),
    unit=SHARE,
    better=None,
    source="D0 D4 (M16)",
    example=Example(
        {"share_prices": _CLOSES},
        0.06,
        "a dividend of 0.90 on a close of 45 is 2 %, and 8 % less 2 % is 6 %",
        {**_MARCH, "params": {"dividend": 0.9}},
    ),
)

METRICS = (SHARE_PRICE, SHARE_RETURN, IMPLIED_GROWTH)
