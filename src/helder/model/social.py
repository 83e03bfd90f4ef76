"""What is said in public, and who brings whom."""

from helder.model.table import Table, boolean, instant, integer, key, number, text

MENTIONS = Table(
    name="mentions",
    meaning="Posts, reviews and conversations in which the company is named",
    grain="one mention",
    columns=(
        key("mention_id", "The mention"),
        text("network", "Where it was said"),
        text("author", "Who said it", personal=True),
        instant("at", "When", dated=True, required=True),
        text("text", "What was said", personal=True),
        text("language", "ISO 639-1"),
        text("url", "Where it can be read", personal=True),
        number("sentiment", "From -1, negative, to 1, positive", minimum=-1, maximum=1),
        integer("reach", "How many people it reached", minimum=0),
        text("customer_id", "The customer, where known"),
        boolean("refers", "It recommends the company to somebody"),
    ),
)

REFERRALS = Table(
    name="referrals",
    meaning="Personal links shared by customers, and what came of them",
    grain="one referred person",
    columns=(
        key("referral_id", "The referral"),
        text("code", "The referrer's own code"),
        text("referrer_id", "The customer who referred"),
        instant("shared_at", "When the link was shared", dated=True),
        instant("clicked_at", "When it was followed", dated=True),
        text("customer_id", "The customer it brought"),
        instant("signed_up_at", "When they signed up"),
        instant("converted_at", "When they first bought", dated=True),
        text("order_id", "Their first order"),
    ),
    ordered=(("shared_at", "clicked_at"), ("clicked_at", "signed_up_at"), ("clicked_at", "converted_at")),
)
