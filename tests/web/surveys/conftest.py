"""A published survey, and forms filled in as a browser without JavaScript does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from helder.model import TABLES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

CARE: dict[str, Any] = {
    "title": {"en": "How was it?", "nl": "Hoe was het?", "da": "Hvordan var det?"},
    "languages": ["en", "nl", "da"],
    "thanks": {"en": "We read every word."},
    "questions": [
        {
            "code": "recommend",
            "kind": "nps",
            "required": True,
            "text": {"en": "Would you recommend us?", "nl": "Zou u ons aanbevelen?"},
            "low": {"en": "Not at all likely"},
            "high": {"en": "Extremely likely"},
        },
        {
            "code": "wrong",
            "kind": "text",
            "text": {"en": "What went wrong?"},
            "when": {"question": "recommend", "at_most": 6},
        },
        {"code": "ease", "kind": "ces", "text": {"en": "How easy was it?"}, "comment": {"en": "Why?"}},
    ],
}


class Sent(HTMLParser):
    """What a form of a page would send: its enabled fields, as a list by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.questions: list[str] = []
        self._off, self._text = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "fieldset":
            self._off = "disabled" in has
            if not self._off:
                self.questions.append(str(has["data-code"]))
        chosen = tag == "input" and (has.get("type") == "hidden" or "checked" in has)
        if chosen and not self._off and has.get("name"):
            self.fields.setdefault(str(has["name"]), []).append(str(has.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._off = self._off and tag != "fieldset"


@pytest.fixture(autouse=True)
def forgotten(accounts: Serving) -> Iterator[None]:
    """The answers that a test gave count for nothing afterwards: the store is that of all tests."""
    from helder.web.surveys.models import Survey

    yield
    accounts.arrivals.flush()
    answers = TABLES["answers"].expression
    given = answers.filter(answers.survey.isin(["", *Survey.objects.values_list("key", flat=True)]))
    names = accounts.questions.workspace.engine.run(given.select("answer_id"))["answer_id"].to_pylist()
    blank = [{"answer_id": name, "survey": "tidying", "answered_at": "1990-01-01"} for name in names]
    accounts.arrivals.send(TABLES["answers"], blank, source="tidying").result()
    accounts.arrivals.flush()


@pytest.fixture
def publish(accounts: Serving) -> Callable[..., Survey]:
    """Publishes a survey."""

    def make(definition: dict[str, Any] = CARE, name: str = "Care", **more: Any) -> Survey:
        from helder.web.surveys import actions, reading

        survey = actions.create(name, reading.from_json(definition))
        for field, value in more.items():
            setattr(survey, field, value)
        survey.save()
        actions.publish(survey)
        return survey

    return make


@pytest.fixture
def kept(site: Serving) -> Callable[[str], dict[str, dict[str, Any]]]:
    """The answers of a response that are in the store, by question."""

    def find(response_id: str) -> dict[str, dict[str, Any]]:
        site.arrivals.flush()
        answers = TABLES["answers"].expression
        found = site.questions.workspace.engine.run(answers.filter(answers.response_id == response_id)).to_pylist()
        by_question = {row["question"]: row for row in found}
        assert len(by_question) == len(found)
        return by_question

    return find


def filled(page: HttpResponse, **answers: Any) -> dict[str, Any]:
    """What a person sends from a page: what it says already, and these answers."""
    given = {f"answer-{code}" if not code.startswith("comment") else code.replace("_", "-", 1): v for code, v in answers.items()}
    return {**Sent(page.content.decode()).fields, **given}


def questions(page: HttpResponse) -> list[str]:
    """The questions a page shows without JavaScript."""
    return Sent(page.content.decode()).questions
