"""What visitors do on the site and in the app."""

from helder.model.table import Table, instant, key, number, text

PAGE_EVENTS = Table(
    name="page_events",
    meaning="Views, clicks and other acts on the site and in the app",
    grain="one event",
    columns=(
        key("event_id", "The event"),
        text("session_id", "The visit, as the source counts it"),
        text("visitor_id", "The browser or device"),
        text("customer_id", "The customer, once known"),
        instant("at", "When it happened", dated=True, required=True),
        text(
            "event",
            "What happened: view, click, search, add_to_cart, remove_from_cart, checkout, purchase, help, sign_up, "
            "or a name of the company's own",
        ),
        text("page", "The page, by path"),
        text("product_id", "The product concerned"),
        number("value", "A number that goes with the event"),
        text("stage", "Stage of the customer journey"),
        text("device", "desktop, phone, tablet, app ..."),
        text("referrer", "Where the visitor came from"),
    ),
)
