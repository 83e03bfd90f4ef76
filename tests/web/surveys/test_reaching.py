"""How people come to a survey: codes, kiosks, other sites; and how it looks there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.surveys.conftest import filled

from helder.errors import BadInput

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
ONE = {"questions": [{"code": "why", "kind": "text", "text": {"en": "Why?"}}]}
SignedIn = Callable[[str], "Client"]


def test_an_answer_says_by_which_way_it_came(
    publish: Callable[..., Survey], visitor: Client, kept: Callable[[str], dict[str, dict[str, Any]]]
) -> None:
    from helder.web.surveys.models import Response

    publish(sites="https://shop.example.com")
    ways = {"/s/care/kiosk": "kiosk", "/s/care/frame?touchpoint=checkout": "web", "/s/care?via=qr": "qr", "/s/care?via=x": "link"}
    for address, channel in ways.items():
        visitor.post(address, filled(visitor.get(address), recommend="9"))
        row = kept(Response.objects.latest("pk").response_id)["recommend"]
        assert (row["channel"], row["touchpoint"]) == (channel, "checkout" if "checkout" in address else None)


def test_a_code_leads_to_the_survey_and_says_where_it_hangs(
    publish: Callable[..., Survey], visitor: Client, signed_in: SignedIn
) -> None:
    from django.test import RequestFactory

    from helder.web.surveys import links, reaching

    survey, client = publish(open_to_all=False), signed_in("manager")
    assert client.get("/surveys/care/code.svg").content.startswith(b"<?xml")
    assert client.get("/surveys/care/code.png?touchpoint=till").content.startswith(b"\x89PNG")
    address = reaching.scanned(RequestFactory().get("/"), survey, "till", "")
    said = links.read("care", address.rsplit("/", 1)[1])
    assert (said.touchpoint, said.channel, said.invitation_id) == ("till", "qr", None)
    assert visitor.get(address).status_code == 200


def test_only_the_sites_named_may_show_it_in_a_frame(publish: Callable[..., Survey], visitor: Client) -> None:
    publish(sites="https://shop.example.com\nhttps://www.example.com")
    policy = visitor.get("/s/care/frame").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://shop.example.com https://www.example.com")
    assert visitor.get("/s/care").headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_script_is_small_and_silent_where_nothing_is_asked(publish: Callable[..., Survey], visitor: Client) -> None:
    publish({**ONE, "title": {"en": "</script><script>"}})
    answer = visitor.get("/embed/care.js")
    assert len(answer.content) < 5_000
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"</script>" not in answer.content
    assert visitor.get("/embed/none.js").content == b""


def test_sites_are_origins(publish: Callable[..., Survey], signed_in: SignedIn) -> None:
    publish()
    base = {"name": "Care", "title__en": "T", "languages": "en", "respondent": "customer"}
    page = signed_in("manager").post("/surveys/care/words", {**base, "sites": "https://x.com; script-src *"})
    assert page.status_code == 400


def test_a_logo_is_a_picture_and_stays_with_its_version(
    publish: Callable[..., Survey], signed_in: SignedIn, visitor: Client
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    publish()
    client = signed_in("manager")
    for name, content in (("x.svg", b"<svg/>"), ("x.png", b"GIF89a"), ("large.png", PIXEL + b"\x00" * 300_000)):
        refused = client.post("/surveys/care/look", {"colour": "#ffee00", "logo": SimpleUploadedFile(name, content)})
        assert refused.status_code == 400
    client.post("/surveys/care/look", {"colour": "#ffee00", "logo": SimpleUploadedFile("x.png", PIXEL)})
    client.post("/surveys/care/act", {"do": "publish"})
    (address,) = re.findall(r'class="logo" src="([^"]+)"', visitor.get("/s/care").content.decode())
    logo = visitor.get(address)
    assert (logo.content, logo.headers["Content-Type"]) == (PIXEL, "image/png")
    assert "sandbox" in logo.headers["Content-Security-Policy"]


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colour_can_be_read(colour: tuple[int, int, int]) -> None:
    from helder.web.surveys.look import contrast, sheet

    written = "{:02x}{:02x}{:02x}".format(*colour)
    found = [tuple(bytes.fromhex(text)) for text in re.findall("#([0-9a-f]{6})", sheet(written))]
    light, dark, ink, ink_dark = ((c[0], c[1], c[2]) for c in found)
    assert contrast(light, (255, 255, 255)) >= 4.5
    assert contrast(dark, (24, 33, 32)) >= 4.5
    assert contrast(light, ink) >= 4.5
    assert contrast(dark, ink_dark) >= 4.5


def test_a_colour_is_nothing_else(accounts: Serving) -> None:
    from helder.web.surveys.look import sheet

    for wrong in ("red", "0b648", "0b6480}", "0B6480"):
        with pytest.raises(BadInput):
            sheet(wrong)
