"""Someone who may upload, and what they do in a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from helder.web.serving import Serving
    from helder.web.upload.models import Upload


@dataclass
class Desk:
    """An analyst at the pages of uploads."""

    client: Client
    site: Serving

    def give(self, content: str | bytes, name: str = "file.csv", **more: str) -> HttpResponse:
        """Upload a file."""
        data = content.encode() if isinstance(content, str) else content
        return self.client.post("/uploads", {"file": SimpleUploadedFile(name, data), **more})

    def taken(self, content: str | bytes, name: str = "file.csv", **more: str) -> Upload:
        """A file that was taken."""
        from helder.web.upload.models import Upload

        answer = self.give(content, name, **more)
        assert answer.status_code == 302, text_of(answer)
        return Upload.objects.get(key=answer.headers["Location"].rsplit("/", 1)[1])

    def loaded(self, upload: Upload) -> Upload:
        """An upload after it was loaded."""
        answer = self.client.post(f"/uploads/{upload.key}/load")
        assert answer.status_code == 302, text_of(answer)
        self.site.jobs.work_off()
        upload.refresh_from_db()
        return upload

    def page(self, upload: Upload) -> str:
        """What the page of an upload says."""
        return text_of(self.client.get(f"/uploads/{upload.key}"))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the store."""
        return [tuple(row.values()) for row in self.site.questions.workspace.engine.query(sql).to_pylist()]  # type: ignore[attr-defined]


def text_of(answer: Any) -> str:
    """What an answer says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


class _Inputs(HTMLParser):
    """What the inputs of one form hold, as a browser would send them."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.found: dict[str, Any] = {}
        self.select = self.area = ""
        self.option = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = (given.get("action") or "").endswith(self.action)
        if not self.inside:
            return
        if tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.found.setdefault(name, []).append(given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
        if tag == "select":
            self.select = name
        self.option = tag == "option" and (self.select not in self.found or "selected" in given)
        if self.option:
            self.found[self.select] = given.get("value") or ""
            self.option = "value" not in given
        if tag == "textarea":
            self.area = name
            self.found[name] = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] += data
        elif self.option:
            self.found[self.select] += data

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.option = False
        self.select = "" if tag == "select" else self.select
        self.inside = self.inside and tag != "form"


def fields_of(answer: Any, action: str) -> dict[str, Any]:
    """What the inputs of the form with an action hold, as a browser would send them."""
    inputs = _Inputs(action)
    inputs.feed(answer.content.decode())
    assert inputs.found, f"no form {action}"
    return {name: value for name, value in inputs.found.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def desk(signed_in: Callable[[str], Client], accounts: Serving) -> Iterator[Desk]:
    yield Desk(signed_in("analyst"), accounts)
    from helder.web.upload.models import Upload

    for upload in Upload.objects.all():
        upload.path.unlink(missing_ok=True)
