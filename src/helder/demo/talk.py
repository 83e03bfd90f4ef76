"""What is said in a conversation: by language, topic of the need, and how far the conversation has come."""

from __future__ import annotations

import numpy as np

from helder.demo.arrays import Ints
from helder.demo.columns import Column, words

#: Phases of a conversation: the agent greets, the customer tells, the agent asks, the customer answers, the agent acts, the
#: customer closes. Turns in the middle repeat the third to the fifth.
GREETING, NEED, QUESTION, ANSWER, ACT, CLOSE_WELL, CLOSE_BADLY = range(7)

#: Per language (nl, da, en): what the customer came for, by topic of needs.TOPICS.
_NEEDS = (
    (
        "Mijn pakket had gisteren moeten komen, maar het is er nog niet.",
        "Ik wil iets terugsturen, hoe werkt dat?",
        "Er staat een bedrag op mijn factuur dat ik niet begrijp.",
        "Past deze molen ook bij een stempelkan?",
        "Ik wil mijn abonnement een maand overslaan.",
        "Ik kan niet meer inloggen.",
        "Dit is nu de derde keer dat het misgaat.",
    ),
    (
        "Min pakke skulle være kommet i går, men den er her ikke.",
        "Jeg vil gerne sende noget retur, hvordan gør jeg?",
        "Der er et beløb på min faktura, jeg ikke forstår.",
        "Passer kværnen også til en stempelkande?",
        "Jeg vil gerne springe en måned over i mit abonnement.",
        "Jeg kan ikke logge ind.",
        "Det er tredje gang, det går galt.",
    ),
    (
        "My parcel should have come yesterday and it has not.",
        "I want to send something back, how does that work?",
        "There is an amount on my invoice that I do not understand.",
        "Does this grinder suit a French press?",
        "I would like to skip a month of my subscription.",
        "I cannot sign in any more.",
        "This is the third time it has gone wrong.",
    ),
)
#: Per language, the other phases in order, with NEED left out.
_PHASES = (
    (
        "Goedendag, u spreekt met Kade & Co, waarmee kan ik helpen?",
        "Mag ik uw bestelnummer?",
        "Ja, een moment, hier is het.",
        "Ik zie het, ik regel het meteen voor u.",
        "Fijn, dank u wel voor de hulp.",
        "Nou, daar heb ik dus niets aan.",
    ),
    (
        "Goddag, du taler med Kade & Co, hvad kan jeg hjælpe med?",
        "Må jeg få dit ordrenummer?",
        "Ja, et øjeblik, her er det.",
        "Jeg kan se det, jeg ordner det med det samme.",
        "Tusind tak for hjælpen.",
        "Det kan jeg jo ikke bruge til noget.",
    ),
    (
        "Hello, this is Kade & Co, how can I help?",
        "Could I have your order number?",
        "Yes, one moment, here it is.",
        "I can see it, I will sort it out for you now.",
        "Lovely, thank you for your help.",
        "Well, that is no use to me.",
    ),
)


def said(country: Ints, topic: Ints, phase: Ints) -> tuple[Column, Ints]:
    """What is said in each turn, and how many words that is."""
    topics = len(_NEEDS[0])
    lines = [line for needs, phases in zip(_NEEDS, _PHASES, strict=True) for line in (*needs, *phases)]
    number = country * (topics + 6) + np.where(phase == NEED, topic, topics + np.where(phase == GREETING, 0, phase - 1))
    return words(lines, number), np.array([len(line.split()) for line in lines], dtype=np.int64)[number]
