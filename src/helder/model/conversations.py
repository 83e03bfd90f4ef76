"""What was said, turn by turn."""

from helder.model.table import Table, integer, key, number, seconds, text

TURNS = Table(
    name="turns",
    meaning="Turns of speech or messages within a contact",
    grain="one turn of one contact",
    columns=(
        key("contact_id", "The contact"),
        integer("turn", "Position in the conversation", key=True),
        text("speaker", "Who spoke", allowed=("customer", "agent", "bot")),
        text("employee_id", "The agent speaking"),
        seconds("started_seconds", "From the start of the contact to the start of the turn"),
        seconds("ended_seconds", "From the start of the contact to the end of the turn"),
        text("text", "What was said", personal=True),
        text("language", "Language spoken, ISO 639-1"),
        number("sentiment", "From -1, negative, to 1, positive", minimum=-1, maximum=1),
        number("pitch_hz", "Mean pitch of the voice", unit="Hz", minimum=0),
        number("loudness_db", "Mean loudness of the voice", unit="dB"),
        integer("words", "Number of words", minimum=0),
    ),
    ordered=(("started_seconds", "ended_seconds"),),
)
