"""A confidential board as it is mailed: its text, page and PDF tell no small group and no comment, whoever gets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from web.inviting.mail_server import MailBox
from web.reports.conftest import BOARD, sent
from web.reports.pdf_text import words

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest
    from helder.web.serving import Serving

#: Answers by phone from Denmark within four weeks: about three, most with the words that are looked for.
FEW = {"period": "4-weeks", "filters": {"channel": ["phone"], "country": ["DK"]}, "title": "Mine"}
WORDS, HIDDEN, UNTOLD = "Kind and quick", "Too few people", "told one by one"


@pytest.fixture
def mailed(mail_box: MailBox, make: Callable[..., Digest], analyst: Person, danish: Person) -> Callable[..., dict[str, Any]]:
    """Mails the board to an analyst, a manager of Denmark and an outside address: the mail of each."""
    from helder.web.boards.models import OwnBoard

    def send(**given: Any) -> dict[str, Any]:
        OwnBoard.objects.create(key="mine", owner=analyst, definition={**BOARD, **FEW, **given})
        make(analyst, danish, board="mine", query="", addresses=["board@elsewhere.example"])
        sent()
        return {str(mail["To"]): mail for mail in mail_box.mails}

    return send


def parts(mail: Any) -> dict[str, str]:
    """What can be read in a mail: its text, its page, and the PDF beside it."""
    kinds = {part.get_content_type(): part for part in mail.walk()}
    pdf = kinds["application/pdf"].get_content()
    return {
        "text": kinds["text/plain"].get_content(),
        "page": kinds["text/html"].get_content(),
        "pdf": " ".join(words(pdf).split()),
        "picture": kinds["image/png"].get_content()[:4].decode("latin-1"),
    }


def few(site: Serving) -> tuple[float, int]:
    """The figure of the small group, and how many it is."""
    today = site.questions.today()
    where = "channel = 'phone' and country = 'DK'"
    row = site.questions.workspace.show("nps", since=today - timedelta(days=28), until=today, where=where).to_records()[0]
    return row["value"], row["n"]


def test_no_part_of_it_tells_a_small_group(mailed: Callable[..., dict[str, Any]], site: Serving) -> None:
    value, n = few(site)
    assert 0 < n < 5
    mails = mailed(confidential=True)
    assert len(mails) == 3
    for mail in mails.values():
        found = parts(mail)
        told = f"{value:.1f}".replace("-", "\N{MINUS SIGN}")
        assert f": {HIDDEN}" in found["text"]
        assert HIDDEN in found["page"]
        assert HIDDEN in found["pdf"]
        assert UNTOLD in found["pdf"]
        assert f": {told}" not in found["text"]
        assert all(one not in part for part in found.values() for one in (WORDS, f"n {n} ", "HYPERLINK"))
        assert found["picture"] == "\x89PNG"


def test_the_same_board_tells_it_where_it_is_not_confidential(mailed: Callable[..., dict[str, Any]]) -> None:
    """So that the test above looks for what would be there."""
    found = parts(mailed()["ana@example.com"])
    assert HIDDEN not in found["text"]
    assert WORDS in found["pdf"]


def test_how_the_digest_is_narrowed_opens_nothing(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person, site: Serving
) -> None:
    """Nor does what its address might say of it."""
    from helder.web.boards.models import OwnBoard

    OwnBoard.objects.create(key="mine", owner=analyst, definition={**BOARD, "title": "Mine", "confidential": True})
    make(analyst, board="mine", query="period=4-weeks&segment=channel:phone&segment=country:DK&confidential=0")
    sent()
    (mail,) = mail_box.mails
    assert f": {HIDDEN}" in parts(mail)["text"]
    assert WORDS not in parts(mail)["pdf"]
