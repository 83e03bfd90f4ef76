"""Invitations to surveys, and the answers given."""

from helder.model.table import Table, instant, integer, key, number, text

INSTRUMENTS = ("nps", "csat", "ces", "intent", "task", "employee", "other")

INVITATIONS = Table(
    name="invitations",
    meaning="Requests to answer a survey, and what became of them",
    grain="one invitation",
    columns=(
        key("invitation_id", "The invitation"),
        text("survey", "The survey asked"),
        text("customer_id", "Who was asked"),
        text("channel", "How: email, sms, web, phone ..."),
        instant("sent_at", "When it was sent", dated=True, required=True),
        instant("delivered_at", "When it arrived"),
        instant("opened_at", "When it was first opened"),
        instant("answered_at", "When the survey was first answered"),
        instant("opted_out_at", "When the customer asked not to be asked again"),
        text("failure", "Why it could not be delivered"),
    ),
    ordered=(("sent_at", "delivered_at"), ("sent_at", "opened_at"), ("sent_at", "answered_at")),
)

ANSWERS = Table(
    name="answers",
    meaning="Answers to survey questions",
    grain="one answer to one question",
    columns=(
        key("answer_id", "The answer"),
        text("response_id", "The filled-in survey it belongs to"),
        text("survey", "The survey"),
        integer("survey_version", "Version of the survey that was answered"),
        text("question", "The question, by its code"),
        text("instrument", "What the question measures; nothing is ever inferred from the score's range", allowed=INSTRUMENTS),
        text(
            "scale",
            'Lowest and highest score, as "0-10"; or words from lowest to highest, as "bad|fair|good", of which choice is '
            "one (verbal: extremely disliked|disliked|neutral|appreciated|very much appreciated); the instrument's usual scale "
            "where not given (nps 0-10, csat 1-5, ces 1-7, employee 1-10)",
        ),
        text(
            "direction",
            "What a high score on a ces question says: ease, or effort (then it is reversed)",
            allowed=("ease", "effort"),
        ),
        number("score", "The score given; missing for an answer without one"),
        text("choice", "The choice made, for intent, task and choice questions; on a scale in words, the word"),
        text("comment", "Free text", personal=True),
        text("language", "Language of the answer, ISO 639-1"),
        text("respondent", "Who answered", allowed=("customer", "employee", "visitor")),
        text("customer_id", "The customer answering"),
        text("employee_id", "The employee answering, or answered about"),
        text("case_id", "The case it is about"),
        text("contact_id", "The contact it is about"),
        text("order_id", "The order it is about"),
        text("session_id", "The site session it is about"),
        text("touchpoint", "What it is about: phone, returns, delivery ..."),
        text("stage", "Stage of the customer journey"),
        text("channel", "How the answer came in: email, sms, web, phone ..."),
        number("weight", "Weight of the respondent: how many people the answer stands for", minimum=0),
        instant("asked_at", "When the question was put", dated=True),
        instant("answered_at", "When it was answered", dated=True, required=True),
    ),
    ordered=(("asked_at", "answered_at"),),
    scaled=(("score", "scale"),),
)
