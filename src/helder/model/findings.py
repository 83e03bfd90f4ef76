"""What models find, kept as rows like anything else."""

from helder.model.table import Column, Kind, Table, currency, number, text

PREDICTIONS = Table(
    name="predictions",
    meaning="What models foretell",
    grain="one prediction of one model about one subject",
    columns=(
        Column("subject", Kind.TEXT, "What it is about", allowed=("customer", "contact", "case"), key=True),
        Column("subject_id", Kind.TEXT, "Which one", key=True),
        Column("model", Kind.TEXT, "The model that made it", key=True),
        Column("made_at", Kind.INSTANT, "When it was made", key=True, dated=True),
        number("value", "What is foretold"),
        number("low", "Lower end of its interval"),
        number("high", "Upper end of its interval"),
        text("reasons", "What it rests on"),
        currency(),
    ),
    ordered=(("low", "high"),),
)

#: What the names of models of lifetime value, and of the chance that a customer is still one, begin with.
LIFETIME_VALUE, ALIVE = "clv_", "alive_"
