"""Common given and family names, of people who do not exist together."""

from __future__ import annotations

import numpy as np

from helder.demo.arrays import Ints
from helder.demo.columns import Column, ids, joined, words

#: By country, in the order of clock.COUNTRIES.
_WOMEN = (
    "Anna, Sanne, Emma, Lotte, Fatima, Marieke, Iris, Julia, Noor, Els, Femke, Yasmin, Petra, Roos, Tess",
    "Anne, Mette, Freja, Ida, Karen, Sofie, Laura, Hanne, Signe, Maja, Lærke, Aisha, Birgit, Camilla, Ditte",
    "Olivia, Amelia, Emily, Grace, Sophie, Priya, Hannah, Chloe, Ruth, Megan, Zara, Alice, Claire, Eleanor, Beth",
)
_MEN = (
    "Jan, Daan, Sem, Bram, Mohamed, Thijs, Ruben, Kees, Lars, Pieter, Joris, Emre, Henk, Tom, Sander",
    "Peter, Jens, Lars, Mads, Søren, Emil, Oliver, Rasmus, Niels, Anders, Omar, Henrik, Frederik, Jonas, Kasper",
    "Oliver, George, Harry, Jack, Arjun, Thomas, James, Callum, Ali, William, Daniel, Owen, Peter, Ewan, Simon",
)
_FAMILIES = (
    "de Jong, Jansen, de Vries, van den Berg, Bakker, van Dijk, Visser, Smit, Meijer, de Boer, Mulder, Bos, Vos, "
    "Peters, Hendriks, Yilmaz, Dekker, Brouwer, de Wit, Dijkstra, Kok, Jacobs, Vermeulen, van Leeuwen",
    "Nielsen, Jensen, Hansen, Pedersen, Andersen, Christensen, Larsen, Sørensen, Rasmussen, Jørgensen, Petersen, "
    "Madsen, Kristensen, Olsen, Thomsen, Poulsen, Johansen, Møller, Mortensen, Ahmed, Lund, Holm, Dahl, Friis",
    "Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Patel, Robinson, Wright, Thompson, Evans, Walker, "
    "White, Roberts, Green, Hall, Wood, Khan, Clarke, Hughes, Edwards, Murphy",
)
_DOMAINS = ("example.com", "example.org", "example.net")

#: Ofcom's numbers for drama; the world has no country 999.
_BRITISH = ("+44 20 7946 0", "+44 113 496 0", "+44 117 496 0", "+44 131 496 0", "+44 161 496 0", "+44 7700 900", "+44 1632 960")
_NOWHERE = ("+999 20 555 0", "+999 33 555 0")

FEMALE, MALE = 0, 1


def full_names(rng: np.random.Generator, country: Ints, gender: Ints) -> Column:
    """A full name for each person; any but FEMALE and MALE gets one of either."""
    sex = np.where(gender == FEMALE, FEMALE, np.where(gender == MALE, MALE, rng.integers(0, 2, len(country))))
    given = [name for women, men in zip(_WOMEN, _MEN, strict=True) for name in f"{women}, {men}".split(", ")]
    family = [name for names in _FAMILIES for name in names.split(", ")]
    each, families = len(given) // len(_WOMEN) // 2, len(family) // len(_FAMILIES)
    first = words(given, country * 2 * each + sex * each + rng.integers(0, each, len(country)))
    last = words(family, country * families + rng.integers(0, families, len(country)))
    return joined(first, last, between=" ")


def emails(rng: np.random.Generator, numbers: Ints) -> Column:
    """Addresses at domains that nobody can own."""
    return joined(ids("customer", numbers), "@", words(_DOMAINS, rng.integers(0, len(_DOMAINS), len(numbers))))


def phones(rng: np.random.Generator, country: Ints) -> Column:
    """Telephone numbers that ring nowhere: Britain's numbers for drama, and a country code that is not given out."""
    lines = [*_BRITISH, *_NOWHERE]
    nowhere = len(_BRITISH) + rng.integers(0, len(_NOWHERE), len(country))
    line = np.where(country == 2, rng.integers(0, len(_BRITISH), len(country)), nowhere)
    return joined(words(lines, line), ids("", rng.integers(0, 1000, len(country)), width=3))
