"""Telephone numbers, however written, and those that several customers have, such as that of a household."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from helder.model import TABLES
from helder.web.inviting.addresses import phone_number

if TYPE_CHECKING:
    from helder.engines import Engine

#: Digits at the end of a number by which the store looks for others that may be the same.
_LAST = 6
_NO_DIGIT = "[^0-9]"


def others_phones(engine: Engine, customer: str, phones: Iterable[str]) -> set[str]:
    """Those of a customer's numbers that another has, too, however that is written."""
    wanted = {one: _plain(one) for one in phones}
    if not wanted:
        return set()
    t = TABLES["customers"].expression
    last = t.phone.re_replace(_NO_DIGIT, "").right(_LAST)
    ends = sorted({digits(one)[-_LAST:] for one in wanted})
    rows = engine.run(t.filter(t.customer_id != customer, last.isin(ends)).select("phone").distinct()).to_pylist()
    taken = {_plain(row["phone"]) for row in rows}
    return {one for one, plain in wanted.items() if plain in taken}


def digits(phone: str) -> str:
    """The digits of a number, those of its country first where it says that."""
    return re.sub(_NO_DIGIT, "", phone_number(phone) or phone)


def digits_of(phone: str) -> str:
    """A regular expression of a number, whatever stands between its digits."""
    return f"^{_NO_DIGIT}*(00)?{f'{_NO_DIGIT}*'.join(digits(phone))}{_NO_DIGIT}*$"


def _plain(phone: str) -> str:
    return phone_number(phone) or digits(phone) or phone
