"""A tile is found in one's own words, drawn as what fits, and told beside the field where it does not go together."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from helder.metrics import CATALOG
from helder.metrics.synonyms import known

if TYPE_CHECKING:
    from web.building.conftest import Maker


def found(page: str) -> list[str]:
    return [unescape(title) for title in re.findall(r"<li><div><a [^>]*><strong>(.*?)</strong>", page)]


@pytest.mark.parametrize(
    ("words", "language", "first"),
    [
        ("net promoter", "en", "Net Promoter Score"),
        ("klanttevredenheid", "nl", "Klanttevredenheid"),
        ("wachttijd", "en", "Average speed of answer"),
        ("service_level", "en", "Service level"),
    ],
)
def test_a_metric_is_found_in_the_words_of_any_language(maker: Maker, words: str, language: str, first: str) -> None:
    page = maker.client.get(f"{maker.here}/tile?find={words}", headers={"Accept-Language": language}).content.decode()
    assert found(page)[0] == first


def test_what_is_called_just_so_comes_first(maker: Maker) -> None:
    assert found(maker.page("/tile?find=revenue"))[0] == "Sales"


def test_all_words_count_and_a_family_is_found_by_its_name(maker: Maker) -> None:
    assert "Abandonment rate" in found(maker.page("/tile?find=stem+klant") + maker.page("/tile?find=service"))
    assert found(maker.page("/tile?find=nps+moon")) == []
    assert "No metric is called so" in maker.page("/tile?find=nps+moon")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("how long do callers wait", "Average speed of answer"),
        ("AHT", "Average handle time"),
        ("SLA", "Service level"),
        ("turnover", "Sales"),
        ("happy customers", "Customer satisfaction"),
        ("repeat customers", "Repeat purchase rate"),
        ("klachten", "Request volume"),
        ("telefoontjes", "Contact volume"),
        ("kunder der stopper frafald", "Churn rate"),
        ("sales per week", "Sales"),
        ("nps by country last month", "Net Promoter Score"),
        ("omzet per maand", "Sales"),
        ("ventetid pr. kanal", "Average speed of answer"),
        ("NPS this year", "Net Promoter Score"),
        ("csat trend", "Customer satisfaction"),
        ("sales weekly", "Sales"),
        ("show me churn", "Churn rate"),
        ("sales in Denmark last month", "Sales"),
        ("sales per acquisition channel", "Sales"),
        ("omzet per verkoopkanaal", "Sales"),
    ],
)
def test_people_find_a_metric_by_what_they_call_it(maker: Maker, words: str, title: str) -> None:
    assert title in found(maker.page(f"/tile?find={quote(words)}"))[:4]


def test_what_metrics_are_also_called_is_of_metrics_there_are() -> None:
    assert known().keys() <= CATALOG.keys()


def test_a_metric_chosen_offers_what_fits_with_a_guess(maker: Maker) -> None:
    page = maker.page("/tile?metrics=nps")
    assert re.search(r'value="number"[^>]* checked', page)
    assert re.search(r'value="cohorts"[^>]* disabled', page)
    assert 'class="value"' in page
    page = maker.page("/tile?metrics=stage_conversion")
    assert re.search(r'value="funnel"[^>]* checked', page)
    page = maker.page("/tile?metrics=nps&picture=ranked")
    assert '<option value="channel" selected>Channel' in page
    assert ">phone<" in page


def test_a_picture_that_does_not_fit_gives_way(maker: Maker) -> None:
    page = maker.page("/tile?metrics=nps&metrics=contact_volume&picture=gauge")
    assert re.search(r'value="table"[^>]* checked', page)


def test_values_are_offered_and_narrow_the_preview(maker: Maker) -> None:
    page = maker.page("/tile?metrics=orders&narrow=country")
    assert 'value="country:NL"' in page
    every, some = (
        re.search(r'<p class="value" title="([\d,]+)"', maker.page(f"/tile?metrics=orders{more}"))
        for more in ("", "&filter=country:DK")
    )
    assert every
    assert some
    assert int(some[1].replace(",", "")) < int(every[1].replace(",", ""))


def test_what_is_kept_is_what_was_chosen(maker: Maker) -> None:
    key = maker.add(
        "nps", "ranked", by="channel", filter=["country:NL"], period="12-months", compare="year", most="5", title="Where"
    )
    tile = maker.board.tile(key)
    assert tile is not None
    assert (tile.metrics, tile.by, tile.filters) == (("nps",), ("channel",), (("country", ("NL",)),))
    assert (tile.period, tile.compare, tile.most, tile.title.of("en")) == ("12-months", "year", 5, "Where")
    page = maker.page(f"/tile/{key}")
    assert re.search(r'value="country:NL"[^>]* checked', page)
    assert 'value="Where"' in page


def test_a_tile_changed_keeps_its_place_its_key_and_its_size(maker: Maker) -> None:
    maker.act("suggest", metric="nps").act("wider", tile="nps-ranked")
    given = {"metrics": "csat", "picture": "ranked", "by": "country", "compare": "previous"}
    assert maker.client.post(f"{maker.here}/tile/nps-ranked", given).status_code == 302
    tile = maker.board.tile("nps-ranked")
    assert tile is not None
    assert (tile.metrics, tile.by, tile.width) == (("csat",), ("country",), 7)
    assert maker.order == [["nps-number", "nps-line", "nps-ranked", "nps-heat"]]
    assert maker.client.get(f"{maker.here}/tile/gone").status_code == 404


def test_a_note_says_what_is_written(maker: Maker) -> None:
    assert "Text" in maker.page("/tile?picture=note")
    key = maker.add("", "note", text="Mind the gap")
    assert "Mind the gap" in maker.page()
    assert maker.board.tile(key).metrics == ()  # type: ignore[union-attr]


def test_a_tile_goes_into_the_section_asked_for(maker: Maker) -> None:
    maker.act("suggest", metric="nps").act("add-section", title="B").act("add-section", title="C")
    key = maker.add("csat", "number", section="section-2")
    assert maker.order == [["nps-number", "nps-line", "nps-ranked", "nps-heat"], [key], []]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"metrics": "nps", "picture": "ranked"}, "takes 1 dimensions, not 0"),
        ({"metrics": "nps", "picture": "stacked", "by": "channel"}, "nps cannot be drawn as stacked"),
        ({"metrics": ["nps", "csat"], "picture": "number"}, "takes 1 metrics, not 2"),
        ({"metrics": "sales", "picture": "line", "by": "touchpoint"}, "sales is not known by touchpoint"),
        ({"metrics": "visitor_intent", "picture": "line"}, "shares of one whole"),
        ({"metrics": "sales", "picture": "number", "filter": "touchpoint:shop"}, "no dimension &#x27;touchpoint&#x27;"),
        ({"metrics": "nps", "picture": "pie"}, "Select a valid choice"),
        ({"metrics": "gone", "picture": "number"}, "Select a valid choice"),
        ({"picture": "note"}, "Write what it is to say"),
        ({"metrics": "nps", "picture": "line", "most": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_does_not_go_together_is_told_and_not_kept(maker: Maker, given: dict[str, object], said: str) -> None:
    answer = maker.client.post(f"{maker.here}/tile", {"compare": "previous", **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert list(maker.board.tiles) == []


def test_while_one_chooses_only_the_choices_and_the_preview_are_sent(maker: Maker) -> None:
    answer = maker.client.get(f"{maker.here}/tile?metrics=nps&picture=line", headers={"HX-Request": "true"}).content.decode()
    assert answer.strip().startswith('<div id="choosing"')
    assert 'id="preview"' in answer
    assert "<html" not in answer
