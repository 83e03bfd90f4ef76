"""What is made on the pages of the demonstration company before the pictures: goals, a board, a survey, a department, reports."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Page

PASSWORD = "a password for pictures"  # noqa: S105 - of a company that is gone a minute later


def sign_in(page: Page, password: str, username: str = "admin", name: str = "Anna Visser") -> None:
    """Sign in for the first time, and choose a password, so that no page asks for one, and a name."""
    page.goto("/sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    page.goto("/password")
    for field, text in (("old_password", password), ("new_password1", PASSWORD), ("new_password2", PASSWORD)):
        page.locator(f"#id_{field}").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/password"))
    page.goto("/you")
    page.locator("#id_name").fill(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def make_agent(page: Page) -> str:
    """An agent, bo, whose work is that of an employee of the company; the password to sign in with."""
    page.goto("/people")
    page.locator("#id_username").fill("bo")
    page.locator("#id_role").select_option("agent")
    page.locator("#id_employee_id").fill("E00006")
    page.get_by_role("button", name="Add", exact=True).click()
    return page.locator(".secret").inner_text()


def set_goals(page: Page) -> None:
    """Goals that boards are held against."""
    for metric, target in (("nps", "35"), ("service_level", "80"), ("csat", "75")):
        page.goto(f"/goals?metric={metric}")
        page.get_by_label("Goal", exact=True).fill(target)
        page.get_by_role("button", name="Set", exact=True).click()
        page.wait_for_url("**/goals")


def make_board(page: Page) -> str:
    """A board like the voice of the customer, published; its key."""
    page.goto("/boards/new")
    page.locator("#id_title").fill("My department")
    page.locator("input[name=start][value=voice]").check()
    page.get_by_role("button", name="Make the board").click()
    page.wait_for_url("**/edit")
    key = page.url.split("/")[-2]
    with page.expect_navigation():
        page.locator("#publish").click()
    return key


def make_link(page: Page, board: str) -> str:
    """A link to a board; its path."""
    page.goto(f"/boards/{board}/share")
    page.get_by_label("Name").fill("The board room")
    page.get_by_role("button", name="Make a link").click()
    return urlsplit(page.locator(".secret").inner_text().strip()).path


def make_site(page: Page) -> str:
    """A site that is followed; its path."""
    page.goto("/sites")
    page.locator("#id_name").fill("The shop")
    page.locator("#id_origins").fill("https://shop.example.com")
    page.locator("#id_consent").select_option("given")
    page.locator("main form button[type=submit]").last.click()
    return page.locator("main a[href^='/sites/']").first.get_attribute("href") or ""


def make_survey(page: Page) -> str:
    """A survey that is open; its key."""
    page.goto("/surveys")
    page.locator("input[name=name]").fill("After delivery")
    page.locator("input[name=start]").nth(1).check()
    page.get_by_role("button", name="Make", exact=True).click()
    page.wait_for_url("**/questions")
    key = page.url.split("/")[-2]
    with page.expect_navigation():
        page.locator("button[value=publish]").first.click()
    return key


def make_department(page: Page) -> None:
    """A department of one country."""
    page.goto("/departments/new")
    page.locator("#id_name").fill("Denmark")
    with page.expect_navigation():
        page.locator("form button[type=submit]").last.click()


def make_digest(page: Page) -> None:
    """A board that is mailed every Monday."""
    page.goto("/reports?board=executive&period=4-weeks")
    page.locator("#id_addresses").fill("board@example.com")
    with page.expect_navigation():
        page.get_by_role("button", name="Make it").click()


def make_upload(page: Page) -> str:
    """A file that is about to be loaded; its path."""
    lines = [
        "antwoord,cijfer,wanneer,kanaal",
        *(f"{n},{n % 11},{1 + n % 28:02d}-05-2026,web" for n in range(40)),
        "40,tien,12-05-2026,web",
    ]
    page.goto("/uploads")
    file = FilePayload(name="survey may.csv", mimeType="text/csv", buffer="\n".join(lines).encode())
    page.get_by_label("File", exact=True).set_input_files(files=[file])
    page.get_by_label("Into the table").select_option("answers")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/uploads/*-*")
    return urlsplit(page.url).path


def make_firing(page: Page) -> str:
    """An alert that a row coming in lets fire; the path of what it found."""
    page.goto("/alerts/new?metric=contact_volume")
    page.locator("input[name=kind][value=threshold]").check()
    page.locator("#id_threshold").fill("1")
    page.locator("#id_side").select_option("above")
    page.get_by_role("button", name="See how it would have done").click()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/alerts*")
    page.goto("/tokens")
    page.locator("#id_name").fill("The telephone system")
    page.locator("#id_everything").check()
    page.get_by_role("button", name="Make it").click()
    token = page.locator(".secret").inner_text().strip()
    call = {
        "contact_id": "the first",
        "channel": "phone",
        "offered_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "outcome": "answered",
    }
    page.request.post("/api/v1/tables/contacts", headers={"Authorization": f"Bearer {token}"}, data=[call])
    found = page.locator(".firing-card a")
    for _look in range(30):
        page.goto("/alerts")
        if found.count():
            break
        page.wait_for_timeout(2000)
    return found.first.get_attribute("href") or ""
