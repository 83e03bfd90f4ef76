"""What customers read beside the survey itself, in their language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The texts of one language. {title}: the survey's."""

    subject: str
    reminder: str
    hello: str
    hello_name: str
    message: str
    again: str
    text: str
    answer: str
    click: str
    until: str
    opt_out: str
    stop: str
    out_title: str
    out_ask: str
    out_button: str
    out_done: str
    out_done_title: str
    out_wrong: str
    out_wrong_title: str
    too_often: str


WORDS: dict[str, Words] = {
    "en": Words(
        subject="How was it? {title}",
        reminder="A reminder: {title}",
        hello="Hello,",
        hello_name="Hello {name},",
        message="We would like to know what you think. It takes a minute or two.",
        again="Some days ago we asked what you think. There is still time to tell us.",
        text="We would like to know what you think: {link}",
        answer="Answer the questions",
        click="Choose an answer; the page that opens takes it over.",
        until="You can answer until {day}.",
        opt_out="I do not want such mails any more",
        stop="No more of these: {link}",
        out_title="No more invitations",
        out_ask="Do you want no more invitations to surveys from us?",
        out_button="No more invitations, please",
        out_done="You will get no more invitations to surveys from us.",
        out_done_title="That is noted",
        out_wrong="This link is not complete. Copy the whole link from the message.",
        out_wrong_title="The link does not work",
        too_often="Please try again in a minute.",
    ),
    "nl": Words(
        subject="Hoe was het? {title}",
        reminder="Ter herinnering: {title}",
        hello="Hallo,",
        hello_name="Hallo {name},",
        message="Wij horen graag wat u ervan vindt. Het kost u een of twee minuten.",
        again="Enkele dagen geleden vroegen wij wat u ervan vindt. U kunt het ons nog laten weten.",
        text="Wij horen graag wat u ervan vindt: {link}",
        answer="Beantwoord de vragen",
        click="Kies een antwoord; op de pagina die opent, is het al ingevuld.",
        until="U kunt antwoorden tot en met {day}.",
        opt_out="Ik wil zulke mails niet meer ontvangen",
        stop="Niet meer ontvangen: {link}",
        out_title="Geen uitnodigingen meer",
        out_ask="Wilt u van ons geen uitnodigingen voor enquêtes meer ontvangen?",
        out_button="Geen uitnodigingen meer, graag",
        out_done="U ontvangt van ons geen uitnodigingen voor enquêtes meer.",
        out_done_title="Dat is genoteerd",
        out_wrong="Deze link is niet volledig. Kopieer de hele link uit het bericht.",
        out_wrong_title="De link werkt niet",
        too_often="Probeer het over een minuut nog eens.",
    ),
    "da": Words(
        subject="Hvordan gik det? {title}",
        reminder="En påmindelse: {title}",
        hello="Hej,",
        hello_name="Hej {name},",
        message="Vi vil gerne høre, hvad du synes. Det tager et minut eller to.",
        again="For nogle dage siden spurgte vi, hvad du synes. Du kan stadig nå at svare.",
        text="Vi vil gerne høre, hvad du synes: {link}",
        answer="Svar på spørgsmålene",
        click="Vælg et svar; det er udfyldt på siden, der åbner.",
        until="Du kan svare til og med {day}.",
        opt_out="Jeg vil ikke have flere af disse mails",
        stop="Ikke flere af disse: {link}",
        out_title="Ikke flere invitationer",
        out_ask="Vil du ikke have flere invitationer til spørgeskemaer fra os?",
        out_button="Ikke flere invitationer, tak",
        out_done="Du får ikke flere invitationer til spørgeskemaer fra os.",
        out_done_title="Det er noteret",
        out_wrong="Linket er ikke helt. Kopiér hele linket fra beskeden.",
        out_wrong_title="Linket virker ikke",
        too_often="Prøv igen om et minut.",
    ),
}


def words(language: str, other: str = "en") -> Words:
    """The texts of a language, else of another, else English."""
    return WORDS.get(language) or WORDS.get(other) or WORDS["en"]
