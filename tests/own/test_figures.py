"""A company's own metrics count as they say."""

from __future__ import annotations

import pytest
from oracle.loading import load
from own.conftest import ROWS, Own

NPS = """
[my_nps]
fact = "answers"
dated_by = "answered_at"
form = "net_share"
plus = "score >= 9"
minus = "score <= :below"
apart = "scale"
needs = [{ is = "instrument = 'nps'" }, { is = "score is not null", otherwise = "blank" }]
[my_nps.params]
below = { default = 6, meaning = "Highest score that is against" }
"""
MONEY = """
[big_sales]
fact = "orders"
dated_by = "ordered_at"
form = "total"
of = "revenue"
unit = "money"
needs = [{ is = "revenue > 100" }]
"""
QUOTIENT = """
[orders_per_contact]
[orders_per_contact.numerator]
fact = "orders"
dated_by = "ordered_at"
form = "count"
[orders_per_contact.denominator]
fact = "contacts"
dated_by = "offered_at"
form = "count"
"""


def test_one_written_as_the_catalogues_counts_as_it(own: Own) -> None:
    with own(NPS) as h:
        mine, theirs = (h.show(name, by=["country"], grain="week").to_records() for name in ("my_nps", "nps"))
        assert [{**r, "metric": "", "unit": ""} for r in mine] == [{**r, "metric": "", "unit": ""} for r in theirs]
        assert h.explain("my_nps").left_out["blank"] == 1


def test_a_parameter_is_set(own: Own) -> None:
    with own(NPS) as h:
        assert h.show("my_nps").rows[0].value == pytest.approx(30)
        assert h.show("my_nps", params={"below": 8}).rows[0].value == pytest.approx(0)


def test_amounts_are_in_their_currencys_units_and_kept_apart(own: Own) -> None:
    with own(MONEY) as h:
        assert {row.unit: row.value for row in h.show("big_sales")} == {"EUR": 115.10, "JPY": 1500}


def test_one_may_speak_of_a_dimension_its_fact_points_to(own: Own) -> None:
    with own(NPS.replace("needs = [", "needs = [{ is = \"country = 'NL'\" }, ")) as h:
        (row,) = h.show("my_nps")
        assert (row.n, row.value) == (5, pytest.approx(100 * (3 - 1) / 5))


def test_a_quotient_of_two_facts(own: Own) -> None:
    with own(QUOTIENT) as h:
        assert h.show("orders_per_contact").rows[0].value == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ('form = "mean"\nof = "wait_seconds"', 15),
        ('form = "quantile"\nof = "wait_seconds"\nq = 0.5', 15),
        ('form = "ratio"\nover = "wait_seconds"\nunder = "case when wait_seconds > 0 then 1 else 0 end"', 20),
        ('form = "distinct"\nof = "outcome"', 1),
        ('form = "total"\nof = "wait_seconds * 2 + 1"', 124),
        ('form = "share"\nhit = "wait between 10 and 20"', 0.5),
    ],
)
def test_every_form(own: Own, form: str, value: float) -> None:
    with own(f'[mine]\nfact = "contacts"\ndated_by = "offered_at"\n{form}\n') as h:
        assert h.show("mine").rows[0].value == pytest.approx(value)


def test_small_groups_of_employees_are_hidden_where_a_definition_speaks_of_them(own: Own) -> None:
    text = NPS.replace("needs = [", "needs = [{ is = \"employee_id = 'e1'\" }, ")
    with own(text) as h:
        load(h, {"answers": [{**row, "answer_id": f"x{i}", "employee_id": "e1"} for i, row in enumerate(ROWS["answers"][:3])]})
        assert h.catalog["my_nps"].about_employees
        assert [row.suppressed for row in h.show("my_nps")] == [True]
