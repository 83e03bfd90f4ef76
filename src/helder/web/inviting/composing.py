"""What an invitation says: as a mail in text and HTML, and as an SMS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from helder.web import serving
from helder.web.inviting.couriers.texting import Text
from helder.web.inviting.models import Invitation
from helder.web.inviting.opt_out_links import opt_out_link
from helder.web.inviting.spacing import expiry
from helder.web.inviting.words import WORDS, Words, words
from helder.web.surveys.definition import Definition, Question
from helder.web.surveys.links import link

_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Answer:
    """One answer that can be chosen in the mail itself. said: the whole of it, as a screen reader tells it."""

    text: str
    said: str
    href: str


@dataclass(frozen=True)
class Message:
    """An invitation in the language of its recipient, before it is made into a mail or an SMS.

    answers: to the first question. ends: what the ends of its scale say.
    """

    subject: str
    paragraphs: tuple[str, ...]
    question: str
    answers: tuple[Answer, ...]
    ends: str
    link: str
    opt_out: str
    until: str
    language: str
    title: str
    colour: str
    words: Words


def message(invitation: Invitation, definition: Definition, *, base: str | None = None, until: datetime | None = None) -> Message:
    """What an invitation says. base: address of the site, the public one where not given. until: its last day is told by it."""
    language = language_of(invitation.person.get("language", ""), definition)
    said = words(language, serving.now().settings["language"])
    own = invitation.sending.texts.get(language, {})
    title = definition.say(definition.title, language)
    subject = own.get("subject") or (said.reminder if invitation.number else said.subject).format(title=title)
    name = invitation.person.get("name", "").strip()
    greeting = said.hello_name.format(name=name) if name else said.hello
    body = own.get("message") or said.message
    paragraphs = (greeting, *([said.again] if invitation.number else []), *_paragraphs(body))
    first = definition.questions[0] if definition.questions and definition.questions[0].when is None else None
    return Message(
        subject=" ".join(subject.split())[:_LONGEST_SUBJECT],
        paragraphs=paragraphs,
        question=definition.say(first.text, language) if first else "",
        answers=_answers(invitation, definition, first, language, base) if first else (),
        ends=_ends(definition, first, language) if first else "",
        link=survey_link(invitation, language, base),
        opt_out=opt_out_link(invitation.invitation_id, base),
        until=said.until.format(day=_day(until or _expiry(invitation), language)),
        language=language,
        title=title,
        colour=definition.colour,
        words=said,
    )


def mail(invitation: Invitation, definition: Definition, sender: str) -> EmailMultiAlternatives:
    """The invitation as a mail to its address, with the headers by which a mail program offers to opt out (RFC 8058)."""
    said = message(invitation, definition)
    headers = {
        "List-Unsubscribe": f"<{said.opt_out}>",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{invitation.invitation_id}.{invitation.number}@{_host(sender)}>",
        "Content-Language": said.language,
    }
    if said.opt_out.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = EmailMultiAlternatives(
        said.subject, render_to_string("inviting/mail.txt", {"said": said}), sender, [invitation.address], headers=headers
    )
    made.attach_alternative(as_html(said), "text/html")
    return made


def as_html(said: Message) -> str:
    """The part of a mail that most programs show."""
    return render_to_string("inviting/mail.html", {"said": said})


def text(invitation: Invitation, definition: Definition, callback: str | None = None, base: str | None = None) -> Text:
    """The invitation as an SMS to its address."""
    said = message(invitation, definition, base=base)
    own = invitation.sending.texts.get(said.language, {}).get("message")
    asked = f"{' '.join(own.split())} {said.link}" if own else said.words.text.format(link=said.link)
    return Text(
        invitation.address,
        f"{asked} {said.words.stop.format(link=said.opt_out)}",
        f"{invitation.invitation_id}.{invitation.number}",
        callback,
    )


def language_of(wanted: str, definition: Definition) -> str:
    """The language someone is asked in: theirs where the survey has it, else the survey's own."""
    wanted = wanted.strip().lower()[:2]
    return wanted if wanted in definition.languages else definition.language


def survey_link(invitation: Invitation, language: str | None, base: str | None = None, **first: Any) -> str:
    """The address of the survey for the recipient of an invitation."""
    about = {name: value for name, value in invitation.about.items() if value}
    made = link(
        invitation.sending.survey.key,
        invitation_id=invitation.invitation_id,
        customer_id=invitation.customer_id or None,
        channel=invitation.sending.channel,
        language=language,
        expires=_expiry(invitation),
        **about,
        **first,
    )
    own = (serving.now().settings["public_url"] or "").rstrip("/")
    return base.rstrip("/") + made.removeprefix(own) if base else made


def _answers(
    invitation: Invitation, definition: Definition, question: Question, language: str, base: str | None
) -> tuple[Answer, ...]:
    def answer(text: str, said: str, value: str | float) -> Answer:
        return Answer(text, said, survey_link(invitation, language, base, first_question=question.code, first_answer=value))

    if question.choices:
        labels = [(definition.say(one.label, language) or one.value, one.value) for one in question.choices]
        return tuple(answer(label, label, value) for label, value in labels)
    ends = {0: definition.say(question.low, language), len(question.scores) - 1: definition.say(question.high, language)}
    return tuple(
        answer(str(score), f"{score} / {question.scores[-1]}" + (f", {ends[at]}" if ends.get(at) else ""), score)
        for at, score in enumerate(question.scores)
    )


def _ends(definition: Definition, question: Question, language: str) -> str:
    said = (definition.say(question.low, language), definition.say(question.high, language))
    named = zip((question.scores[0], question.scores[-1]), said, strict=True) if question.scores else ()
    return ", ".join(f"{score}: {words}" for score, words in named if words)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _expiry(invitation: Invitation) -> datetime | None:
    """Until when the survey can be answered: some days after it is first sent."""
    if invitation.sent_at is not None:
        return invitation.expires_at
    if invitation.claimed_at is None:
        return None
    return expiry(invitation.claimed_at, invitation.sending.expires_days, serving.zone())


def _day(until: datetime | None, language: str) -> str:
    if until is None:
        return ""
    with translation.override(language if language in WORDS else "en"):
        return date_format((until - timedelta(seconds=1)).astimezone(serving.zone()), "DATE_FORMAT")


def _host(sender: str) -> str:
    return sender.rsplit("@", 1)[-1].strip("> ") or "localhost"
