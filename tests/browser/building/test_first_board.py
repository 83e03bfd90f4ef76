"""Somebody makes a board from nothing, by pointer or by keyboard alone, and finds it published."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def draft(signed_in: Callable[..., Page]) -> Page:
    """A new board with a ready section about NPS."""
    page = signed_in("/boards/new")
    page.locator("#id_title").fill("By hand")
    page.get_by_role("button", name="Make the board").click()
    page.wait_for_load_state()  # what is typed before the page listens is not searched for
    page.locator("#find").fill("nps")
    page.get_by_role("button", name="Ready section Net Promoter Score").click()
    expect(page.locator("[data-tile]")).to_have_count(4)
    page.wait_for_load_state()
    return page


def order(page: Page) -> list[str]:
    return [tile.get_attribute("data-tile") or "" for tile in page.locator("[data-tile]").all()]


def test_from_nothing_to_a_published_board_in_dutch_words(signed_in: Callable[..., Page]) -> None:
    page = signed_in("/boards", locale="nl-NL")
    page.locator("main a[href='/boards/new'], main form[action='/boards/new'] button").first.click()
    if page.locator("#id_title").count():
        page.locator("#id_title").fill("Klant")
        page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()  # what is typed before the page listens is not searched for
    page.locator("#find").fill("klanttevredenheid")
    expect(page.locator(".found li").first).to_contain_text("Klanttevredenheid")
    page.locator("[name=act][value=suggest]").first.click()
    expect(page.locator("[data-tile]")).to_have_count(4)
    expect(page.locator("[data-tile] .value").first).to_have_text(re.compile(r"\d"))

    page.locator("#add-tile").click()
    page.wait_for_load_state()  # what is typed before the page listens is not searched for
    page.locator("#find").fill("verlaten")
    page.locator(".found a").first.click()
    expect(page.locator("#preview .tile")).to_be_visible()
    page.locator("#picture-line").check(force=True)
    expect(page.locator("#preview .picture-line svg").first).to_be_visible()
    page.locator("#tile-form .beside button").first.click()
    added = page.locator("[data-tile]").last
    expect(added).to_have_class(re.compile("wide-6"))

    added.locator("[data-handle]").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-tile]").last).to_have_class(re.compile("wide-7"))
    page.locator("#new-section").fill("Later")
    page.locator("#add-section").click()
    expect(page.locator("[data-section]")).to_have_count(2)
    page.locator("#publish").click()
    expect(page.locator("#board article.tile")).to_have_count(5)
    expect(page).to_have_url(re.compile(r"/boards/\w{12}$"))


def test_tiles_are_dragged_and_sized_and_it_is_undone(draft: Page) -> None:
    page = draft
    assert order(page) == ["nps-number", "nps-line", "nps-ranked", "nps-heat"]
    handle, target = page.locator("#handle-nps-ranked").bounding_box(), page.locator("#tile-nps-number").bounding_box()
    assert handle
    assert target
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 70, target["y"] + 90, steps=5)
    page.mouse.move(target["x"] + 40, target["y"] + 60, steps=2)
    page.mouse.up()
    expect(page.locator("#announce")).to_contain_text("place 1 of 4")
    assert order(page) == ["nps-ranked", "nps-number", "nps-line", "nps-heat"]
    assert "/tile/" not in page.url

    grip = page.locator("#tile-nps-ranked [data-grip]").bounding_box()
    assert grip
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8 + 2 * 100, grip["y"] + 8, steps=4)
    page.mouse.up()
    expect(page.locator("#announce")).to_contain_text("8 columns wide")

    page.keyboard.press("Control+z")
    expect(page.locator("#announce")).to_contain_text("Undone")
    expect(page.locator("#tile-nps-ranked")).to_have_class(re.compile("wide-6"))
    page.keyboard.press("Control+z")
    expect(page.locator("[data-tile]").first).to_have_id("tile-nps-number")
    page.reload()
    assert order(page) == ["nps-number", "nps-line", "nps-ranked", "nps-heat"]
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("[data-tile]").first).to_have_id("tile-nps-ranked")


def test_an_escape_lets_a_dragged_tile_go_back(draft: Page) -> None:
    page = draft
    handle = page.locator("#handle-nps-heat").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] - 300, handle["y"] - 200, steps=4)
    expect(page.locator(".drop")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drop")).to_have_count(0)
    assert order(page) == ["nps-number", "nps-line", "nps-ranked", "nps-heat"]
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()


def test_the_keyboard_is_enough_to_place_size_and_open(draft: Page) -> None:
    page = draft
    page.locator("#handle-nps-number").focus()
    for key, said in (
        ("ArrowRight", "place 2 of 4"),
        ("ArrowRight", "place 3 of 4"),
        ("Shift+ArrowRight", "4 columns wide"),
        ("Shift+ArrowDown", "3 rows high"),
        ("Shift+ArrowLeft", "3 columns wide"),
    ):
        page.keyboard.press(key)
        expect(page.locator("#announce")).to_contain_text(said)
        expect(page.locator("#handle-nps-number")).to_be_focused()
    page.locator("#new-section").fill("Below")
    page.keyboard.press("Enter")
    expect(page.locator("[data-section]")).to_have_count(2)
    page.locator("#handle-nps-number").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-section]").last.locator("[data-tile]")).to_have_count(1)
    page.locator("#menu-nps-number summary").focus()
    page.keyboard.press("Enter")
    page.locator("#wider-nps-number").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_contain_text("4 columns wide")
    expect(page.locator("#wider-nps-number")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#handle-nps-number").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tile/nps-number$"))


def test_pressed_quickly_every_press_counts(draft: Page) -> None:
    page = draft
    page.locator("#handle-nps-number").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#announce")).to_contain_text("8 columns wide")
