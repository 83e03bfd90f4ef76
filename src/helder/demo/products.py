"""What Kade & Co sells: coffee, tea and what goes with them, named in the language each came from."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo.arrays import Floats, Ints
from helder.demo.columns import Column, assemble, ids

#: Name, category, price in cents, cost in cents, how popular.
_GOODS = (
    ("Ochtendgoud koffiebonen 1 kg", "coffee", 1695, 890, 10),
    ("Ochtendgoud gemalen koffie 500 g", "coffee", 895, 460, 8),
    ("Havenmelange koffiebonen 1 kg", "coffee", 1845, 960, 7),
    ("Avondrood cafeïnevrij 500 g", "coffee", 1050, 560, 4),
    ("Kadekoffie proefpakket", "coffee", 2495, 1320, 5),
    ("Havnekaffe hele bønner 1 kg", "coffee", 1795, 930, 5),
    ("Morgenbrise filterkaffe 500 g", "coffee", 945, 490, 5),
    ("Nordlys espresso 500 g", "coffee", 1195, 610, 4),
    ("Harbour Light espresso beans 1 kg", "coffee", 1895, 980, 8),
    ("Foghorn dark roast 500 g", "coffee", 1095, 550, 6),
    ("Slack Water decaf 500 g", "coffee", 1145, 600, 3),
    ("Capsules Harbour Light, 40", "coffee", 1490, 720, 7),
    ("Kruidenthee Duinwandeling, 20 builtjes", "tea", 445, 180, 6),
    ("Groene thee Polderlicht 100 g", "tea", 795, 330, 4),
    ("Rooibos Zomeravond 100 g", "tea", 695, 280, 4),
    ("Kamillete Stille Aften, 20 breve", "tea", 445, 180, 3),
    ("Sort te Skumring 100 g", "tea", 795, 330, 3),
    ("Breakfast Tea No. 7, 80 bags", "tea", 595, 240, 9),
    ("Earl Grey Quayside 125 g", "tea", 845, 350, 5),
    ("Tea chest, twelve kinds", "tea", 2995, 1490, 3),
    ("Kopje Kade, set van 4", "tableware", 2795, 1150, 5),
    ("Theepot Sluis 1 l", "tableware", 3450, 1500, 3),
    ("Krus Havn, stentøj", "tableware", 1295, 480, 5),
    ("Termokande Fyr 0,75 l", "tableware", 3995, 1780, 3),
    ("Travel mug Pier", "tableware", 1995, 760, 6),
    ("Milk jug Tide", "tableware", 1695, 690, 3),
    ("Handmolen Boei", "equipment", 4995, 2300, 3),
    ("Elektrische molen Boei Plus", "equipment", 11900, 6100, 2),
    ("Stempelkande Bølge 1 l", "equipment", 3495, 1520, 4),
    ("Filterholder Måge med 100 filtre", "equipment", 1995, 820, 4),
    ("Pour-over kettle Gull 0.9 l", "equipment", 5495, 2600, 3),
    ("Espressomachine Sluiswachter", "equipment", 44900, 26500, 1.2),
    ("Espresso machine Lighthouse Duo", "equipment", 79900, 49000, 0.5),
    ("Descaler, 2 doses", "equipment", 895, 250, 4),
    ("Koekjes Kaneelgolf 200 g", "pantry", 495, 210, 5),
    ("Stroopwafels in blik, 10", "pantry", 795, 350, 6),
    ("Lakrids Skær 150 g", "pantry", 595, 260, 3),
    ("Shortbread Jetty 200 g", "pantry", 545, 240, 6),
    ("Oat drink for baristas, 6 x 1 l", "pantry", 1495, 850, 5),
    ("Gift box December", "pantry", 3995, 2050, 3),
)
#: What can be had every month: name, category, price per month, cost.
_PLANS = (
    ("Kade Plus membership", "membership", 495, 120),
    ("Koffie-abonnement, 1 kg per maand", "subscription", 1595, 870),
    ("Te hver måned", "subscription", 1195, 520),
    ("Office coffee, 5 kg a month", "subscription", 7900, 4400),
)
PLUS, COFFEE, TEA, BUSINESS = range(len(_GOODS), len(_GOODS) + len(_PLANS))

PRICES: Ints = np.array([row[2] for row in (*_GOODS, *_PLANS)], dtype=np.int64)
COSTS: Ints = np.array([row[3] for row in (*_GOODS, *_PLANS)], dtype=np.int64)
POPULARITY: Floats = np.array([row[4] for row in _GOODS], dtype=np.float64)


def product_ids(number: Ints) -> Column:
    """Identifiers of products by number."""
    return ids("P", number, width=3)


def products_table() -> pa.Table:
    """The table of products."""
    rows = (*_GOODS, *_PLANS)
    return assemble(
        "products",
        len(rows),
        product_id=product_ids(np.arange(len(rows))),
        name=[row[0] for row in rows],
        category=[row[1] for row in rows],
        price=PRICES,
        cost=COSTS,
        currency=["EUR"] * len(rows),
    )
