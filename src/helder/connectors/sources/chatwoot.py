"""Chatwoot: conversations, satisfaction ratings, contacts and agents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from helder.connectors.sources.moments import epoch, iso, moment
from helder.connectors.sources.rest import Api
from helder.connectors.sources.signing import ByHeader
from helder.connectors.sources.system import Field, Item, Known, Listing, Record, System

CASES = """
[cases.columns]
case_id = "id"
customer_id = "meta.sender.id"
priority = "priority"
team = "meta.team.name"
employee_id = "meta.assignee.id"
status = "status"
opened_at = "created"
first_replied_at = "first_reply"
resolved_at = { sql = "case when status = 'resolved' then active end" }
attributes.inbox = "inbox_id"
attributes.labels = "labels"

[cases.columns.channel]
from = "meta.channel"
otherwise = "other"

[cases.columns.channel.values]
"Channel::WebWidget" = "chat"
"Channel::Email" = "email"
"Channel::Api" = "other"
"Channel::Sms" = "sms"
"Channel::TwilioSms" = "sms"
"Channel::Whatsapp" = "social"
"Channel::FacebookPage" = "social"
"Channel::Instagram" = "social"
"Channel::TwitterProfile" = "social"
"Channel::Telegram" = "social"
"Channel::Line" = "social"
"Channel::Voice" = "phone"
"""

RATINGS = """
[answers.columns]
answer_id = { join = ["kind", "id"], with = "-" }
survey = { value = "chatwoot satisfaction" }
instrument = { value = "csat" }
scale = { value = "1-5" }
score = "rating"
comment = "feedback_message"
respondent = { value = "customer" }
customer_id = "contact.id"
employee_id = "assigned_agent.id"
case_id = "conversation_id"
touchpoint = { value = "support" }
answered_at = "created"
"""

CUSTOMERS = """
[customers.columns]
customer_id = "id"
name = "name"
email = "email"
phone = "phone_number"
country = "additional_attributes.country_code"
account = "additional_attributes.company_name"
signed_up_at = "created"
"""

EMPLOYEES = """
[employees.columns]
employee_id = "id"
name = "name"
role = "role"
"""


def _timed(item: Item, known: Known) -> Iterable[Item]:
    """The item with its times, which Chatwoot gives in seconds, as such; 0 stands for none."""
    times = {"created": "created_at", "first_reply": "first_reply_created_at", "active": "last_activity_at"}
    told = {name: moment(item.get(field) or None) for name, field in times.items()}
    yield {**item, "kind": "chatwoot", **{name: iso(when) if when else None for name, when in told.items()}}


def _pages(path: str, selector: str, **params: Any) -> Mapping[str, Any]:
    return {
        "path": path,
        "params": params,
        "data_selector": selector,
        "paginator": {"type": "page_number", "base_page": 1, "total_path": None},
    }


CHATWOOT = System(
    name="chatwoot",
    title="Chatwoot",
    meaning="Conversations, satisfaction ratings, contacts and agents of Chatwoot",
    fields=(
        Field("address", "Address", "https://app.chatwoot.com, or that of your own", address=True),
        Field("account", "Account", "The number in the address behind /accounts/"),
        Field("token", "Access token", "Of an administrator's profile settings", secret=True),
    ),
    read=Api(
        base=lambda settings: f"{settings['address'].rstrip('/')}/api/v1/accounts/{settings['account']}/",
        auth=lambda settings, line: ByHeader("api_access_token", settings["token"]),
    ).read,
    listings=(
        Listing(
            "conversations",
            "Conversations",
            (Record("conversations", "Conversations", CASES, _timed),),
            _pages("conversations", "data.payload", status="all", assignee_type="all", sort_by="last_activity_at_desc"),
            changed="last_activity_at",
            newest_first=True,
        ),
        Listing(
            "ratings",
            "Satisfaction ratings",
            (Record("ratings", "Satisfaction ratings", RATINGS, _timed),),
            _pages("csat_survey_responses", "$", sort="-created_at"),
            changed="created_at",
            since=lambda when: {"since": epoch(when)},
        ),
        Listing(
            "contacts",
            "Contacts",
            (Record("contacts", "Contacts", CUSTOMERS, _timed),),
            _pages("contacts", "payload", sort="-last_activity_at"),
            changed="last_activity_at",
            newest_first=True,
        ),
        Listing(
            "agents",
            "Agents",
            (Record("agents", "Agents", EMPLOYEES),),
            {"path": "agents", "paginator": {"type": "single_page"}},
        ),
    ),
)
