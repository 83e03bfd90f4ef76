"""What people write: by language, theme, and whether they are content."""

from __future__ import annotations

import numpy as np

from helder.demo.arrays import Bools, Ints
from helder.demo.columns import Column, joined, words

THEMES = ("delivery", "quality", "price", "service", "shop", "site")
DELIVERY, QUALITY, PRICE, SERVICE, SHOP, SITE = range(6)

#: Per language (nl, da, en) and theme: three by people who are not content, three by people who are.
_SAID: tuple[tuple[tuple[str, str, str, str, str, str], ...], ...] = (
    (
        (
            "Pakket kwam drie dagen te laat.",
            "De bezorger belde niet aan en het pakket lag in de regen.",
            "Twee keer een andere bezorgdag gekregen.",
            "De volgende ochtend al in huis.",
            "Netjes verpakt en precies op tijd.",
            "Bezorging 's avonds is ideaal, ik was gewoon thuis.",
        ),
        (
            "De bonen smaakten muf.",
            "De molen liep na een maand al vast.",
            "Een van de kopjes was gebarsten.",
            "Heerlijke koffie, vers gebrand.",
            "De molen is degelijk en stil.",
            "Mooie kopjes, zwaarder dan verwacht.",
        ),
        (
            "Wel erg duur geworden.",
            "Verzendkosten staan niet in verhouding tot een pakje thee.",
            "De actieprijs gold bij afrekenen ineens niet meer.",
            "Goede prijs voor deze kwaliteit.",
            "Met Plus verdien je de verzendkosten zo terug.",
            "Fijne aanbiedingen in december.",
        ),
        (
            "Een half uur in de wacht en toen verbroken.",
            "Drie keer hetzelfde verhaal moeten vertellen.",
            "Nog steeds geen antwoord op mijn mail.",
            "Binnen een minuut iemand aan de lijn die het meteen oploste.",
            "Heel vriendelijk geholpen via de chat.",
            "Teruggebeld zoals afgesproken, top.",
        ),
        (
            "Lange rij en maar een kassa open.",
            "De winkel had niet wat op de site stond.",
            "De medewerker wist weinig van de machines.",
            "Leuke winkel, en je mag alles proeven.",
            "Goed advies gekregen over malen.",
            "Snel geholpen, ook op zaterdag.",
        ),
        (
            "Afrekenen duurde eindeloos en ik moest alles opnieuw invullen.",
            "De zoekfunctie vindt niets.",
            "Op mijn telefoon werkt de site traag.",
            "Overzichtelijke site, zo besteld.",
            "Opnieuw bestellen kan met een klik.",
            "Duidelijke foto's en uitleg.",
        ),
    ),
    (
        (
            "Pakken kom fire dage for sent.",
            "Buddet ringede ikke på, og pakken stod i regnen.",
            "Leveringsdagen blev ændret to gange.",
            "Kom allerede næste dag.",
            "Flot pakket ind og lige til tiden.",
            "Nemt at hente i pakkeshoppen.",
        ),
        (
            "Kaffen smagte gammel.",
            "Kværnen gik i stykker efter en måned.",
            "Et af krusene var revnet.",
            "Dejlig frisk kaffe.",
            "Solid kværn, og den larmer ikke.",
            "Smukke krus i god kvalitet.",
        ),
        (
            "Det er blevet for dyrt.",
            "Fragten koster næsten lige så meget som teen.",
            "Tilbudsprisen forsvandt, da jeg skulle betale.",
            "God pris for kvaliteten.",
            "Abonnementet kan betale sig.",
            "Gode tilbud op til jul.",
        ),
        (
            "Ventede en halv time i telefonen og blev så afbrudt.",
            "Måtte forklare det hele tre gange.",
            "Har stadig ikke fået svar på min mail.",
            "Kom igennem med det samme, og det blev løst.",
            "Meget venlig hjælp på chatten.",
            "De ringede tilbage som aftalt.",
        ),
        (
            "Lang kø og kun en kasse åben.",
            "Butikken havde ikke det, der stod på siden.",
            "Ekspedienten vidste ikke meget om maskinerne.",
            "Hyggelig butik, hvor man må smage.",
            "Fik god vejledning om formaling.",
            "Hurtig betjening, også om lørdagen.",
        ),
        (
            "Betalingen tog en evighed, og jeg måtte udfylde alt igen.",
            "Søgningen finder ingenting.",
            "Siden er langsom på min telefon.",
            "Overskuelig side, hurtigt bestilt.",
            "Let at bestille igen.",
            "Gode billeder og forklaringer.",
        ),
    ),
    (
        (
            "Parcel turned up four days late.",
            "Driver never rang and left it in the rain.",
            "The delivery day was changed twice.",
            "Arrived the very next morning.",
            "Well packed and bang on time.",
            "Tracking was spot on.",
        ),
        (
            "The beans tasted stale.",
            "The grinder jammed within a month.",
            "One of the mugs came cracked.",
            "Lovely fresh coffee.",
            "Solid grinder, and quiet too.",
            "Beautiful mugs, heavier than I expected.",
        ),
        (
            "It has become too expensive.",
            "Postage is silly for one box of tea.",
            "The offer price vanished at the checkout.",
            "Good value for this quality.",
            "Plus pays for itself in postage.",
            "Nice offers before Christmas.",
        ),
        (
            "Half an hour on hold and then cut off.",
            "Had to explain the same thing three times.",
            "Still waiting for an answer to my email.",
            "Through to a person in a minute, and sorted.",
            "Really kind help on the chat.",
            "They called back when they said they would.",
        ),
        (
            "Long queue with one till open.",
            "The shop did not have what the site said it had.",
            "Staff knew little about the machines.",
            "Lovely shop, and you can taste everything.",
            "Great advice on grinding.",
            "Quick service, even on a Saturday.",
        ),
        (
            "Checkout took for ever and I had to fill in everything again.",
            "The search finds nothing.",
            "The site is slow on my phone.",
            "Clear site, ordered in no time.",
            "Ordering again takes one click.",
            "Good pictures and descriptions.",
        ),
    ),
)
_ENDINGS = (
    ("", "", "Jammer.", "Dit moet echt beter.", "", "", "Ga zo door!", "Ik bestel zeker weer."),
    ("", "", "Ærgerligt.", "Det må kunne gøres bedre.", "", "", "Bliv ved sådan!", "Jeg bestiller igen."),
    ("", "", "Disappointing.", "This needs sorting out.", "", "", "Keep it up!", "Will order again."),
)
_EACH, _ENDS = 3, 4


def comments(rng: np.random.Generator, country: Ints, theme: Ints, good: Bools) -> Column:
    """A remark in the country's language about each theme, by somebody content or not."""
    said = [text for themes in _SAID for texts in themes for text in texts]
    endings = [(" " + end) if end else "" for ends in _ENDINGS for end in ends]
    kind = good.astype(np.int64)
    number = ((country * len(THEMES) + theme) * 2 + kind) * _EACH + rng.integers(0, _EACH, len(country))
    ending = (country * 2 + kind) * _ENDS + rng.integers(0, _ENDS, len(country))
    return joined(words(said, number), words(endings, ending))
