"""Service: cases, what happens to them, contacts, menus, and reviews of quality."""

from helder.model.table import Column, Kind, Table, attributes, boolean, instant, integer, key, number, seconds, text

CASE_EVENT_KINDS = ("opened", "assigned", "replied", "resolved", "reopened", "waiting", "closed")

CASES = Table(
    name="cases",
    meaning="Requests a customer wants resolved: tickets, complaints, incidents",
    grain="one case",
    columns=(
        key("case_id", "The case"),
        text("customer_id", "Whose it is"),
        text("channel", "How it came in: phone, email, chat, web ..."),
        text("topic", "What it is about"),
        text("priority", "The company's own priority"),
        text("team", "The team it is with"),
        text("employee_id", "Who it is with"),
        text("status", "The company's own status, such as open, waiting or resolved"),
        text("opened_by", "Who opened it", allowed=("customer", "agent", "bot")),
        instant("opened_at", "When it was opened", dated=True, required=True),
        instant("first_replied_at", "First public reply by a human, where the source records no events", dated=True),
        instant("resolved_at", "Last resolution", dated=True),
        instant("closed_at", "When it was closed for good", dated=True),
        integer("reopened", "How often it was reopened", minimum=0),
        boolean("first_contact_resolved", "The agent's own mark that one contact was enough"),
        attributes(),
    ),
    ordered=(("opened_at", "first_replied_at"), ("opened_at", "resolved_at"), ("opened_at", "closed_at")),
)

CASE_EVENTS = Table(
    name="case_events",
    meaning="What happened to a case, in order",
    grain="one event of a kind, of one case, at one moment",
    columns=(
        key("case_id", "The case"),
        Column("at", Kind.INSTANT, "When it happened", key=True, dated=True),
        Column("event", Kind.TEXT, "What happened", allowed=CASE_EVENT_KINDS, key=True),
        text("author", "Who did it", allowed=("customer", "agent", "bot")),
        boolean("public", "The customer sees it"),
        text("employee_id", "The employee concerned"),
        text("team", "The team concerned"),
    ),
)

CONTACTS = Table(
    name="contacts",
    meaning="Calls, chats, messages and visits to a desk, one for each time a customer turned to the company",
    grain="one contact",
    columns=(
        key("contact_id", "The contact"),
        text("case_id", "The case it belongs to"),
        text("customer_id", "Who it is with"),
        text("channel", "phone, chat, email, social, store ..."),
        text("entry", "How the contact began", allowed=("direct", "ivr", "sms", "bot", "site")),
        text("direction", "Who began it", allowed=("inbound", "outbound")),
        text("topic", "What it is about"),
        text("queue", "The queue it waited in"),
        text("team", "The team that handled it"),
        text("employee_id", "Who handled it last"),
        text("language", "Language spoken, ISO 639-1"),
        instant("offered_at", "When it reached the company, menu included", dated=True),
        instant("queued_at", "When it began to wait for a person", dated=True),
        instant("answered_at", "When a person answered", dated=True),
        instant("ended_at", "When it ended"),
        text("outcome", "How it ended", allowed=("answered", "abandoned", "blocked", "self_served", "callback")),
        text("blocked_reason", "Why it was blocked: busy, capacity, network ..."),
        seconds("wait_seconds", "Wait in the queue, menu excluded; taken from the times where not given"),
        seconds("talk_seconds", "Talking"),
        seconds("hold_seconds", "On hold"),
        seconds("wrap_seconds", "Work after the contact"),
        integer("transfers", "How often it was passed to another person", minimum=0),
        text("recording", "Where the recording is kept", personal=True),
    ),
    ordered=(("offered_at", "ended_at"), ("queued_at", "answered_at"), ("answered_at", "ended_at")),
    either=(("offered_at", "queued_at"),),
)

MENU_STEPS = Table(
    name="menu_steps",
    meaning="Steps through a telephone menu, SMS dialogue or bot before a person, if any, came in",
    grain="one step of one contact",
    columns=(
        key("contact_id", "The contact"),
        integer("step", "Position in the dialogue", key=True),
        text("menu", "The menu offered"),
        text("option", "The option chosen"),
        text("intent", "What the customer came for"),
        instant("entered_at", "When the step began", dated=True),
        text("outcome", "What came of it", allowed=("next", "self_served", "transferred", "abandoned")),
    ),
)

QUALITY_REVIEWS = Table(
    name="quality_reviews",
    meaning="Conversations reviewed against criteria",
    grain="one criterion of one review",
    columns=(
        key("review_id", "The review"),
        key("criterion", "What was looked at"),
        text("contact_id", "The contact reviewed"),
        text("case_id", "The case reviewed"),
        text("employee_id", "Whose work it was"),
        text("reviewer_id", "Who reviewed it"),
        instant("reviewed_at", "When", dated=True, required=True),
        number("score", "Score given; missing where not applicable"),
        number("min_score", "Lowest possible score"),
        number("max_score", "Highest possible score"),
        number("weight", "Weight of the criterion", minimum=0),
        boolean("critical", "A failure here fails the whole review"),
    ),
    ordered=(("min_score", "max_score"), ("min_score", "score"), ("score", "max_score")),
)
