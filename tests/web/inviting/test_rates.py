"""The page of a sending tells who answers, by segment, as the metrics of the catalogue count it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.timezone import now

if TYPE_CHECKING:
    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


def test_rates_are_those_of_the_metrics(asking: Serving, listed: Callable[..., Invitation], arrive: Callable[..., None]) -> None:
    from helder.web.inviting import posting, telling
    from helder.web.inviting.rates import by_segment
    from helder.web.surveys.models import Survey
    from helder.web.surveys.signals import answered

    arrive("customers", *({"customer_id": f"s{i}", "segment": "business" if i < 3 else "consumer"} for i in range(5)))
    made = [listed({"customer_id": f"s{i}", "email": f"s{i}@example.com"}) for i in range(5)]
    Survey.objects.update(key="rates")
    posting.post(now)
    telling.tell()
    for one in made[:2]:
        answered.send(None, response_id="r", invitation_id=one.invitation_id, customer_id=None, complete=True, answers=[])
    asking.arrivals.flush()
    whole, business, consumer = by_segment("rates", "email", asking.questions)
    assert (whole.segment, whole.invited, whole.answered, whole.silent) == (None, "5", "40.0 %", "60.0 %")
    assert (business.segment, business.invited, business.answered) == ("business", "3", "66.7 %")
    assert (consumer.segment, consumer.answered, consumer.opened) == ("consumer", "0.0 %", "0.0 %")
