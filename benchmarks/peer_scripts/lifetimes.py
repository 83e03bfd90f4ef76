"""BG/NBD and Gamma-Gamma by lifetimes: `lifetimes.py DATA.npz RUNS` prints seconds and parameters as JSON. Runs in its own environment."""

# ruff: noqa
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

# This file is named as the library: its own folder is not where to look for it.
sys.path = [path for path in sys.path if not path.endswith("peer_scripts")]
from lifetimes import BetaGeoFitter, GammaGammaFitter

warnings.filterwarnings("ignore")
data = pd.DataFrame(dict(np.load(sys.argv[1])))
taken = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    when = BetaGeoFitter(penalizer_coef=0.0).fit(data["x"], data["t_x"], data["age"])
    fitted = time.perf_counter()
    bought = when.conditional_expected_number_of_purchases_up_to_time(52, data["x"], data["t_x"], data["age"])
    alive = when.conditional_probability_alive(data["x"], data["t_x"], data["age"])
    again = data[data["x"] > 0]
    worth = GammaGammaFitter(penalizer_coef=0.0).fit(again["x"], again["worth"])
    value = bought * worth.conditional_expected_average_profit(data["x"], data["worth"])
    taken.append((fitted - start, time.perf_counter() - start))
found = {**when.params_.to_dict(), **worth.params_.to_dict()}
print(
    json.dumps(
        {"fit": min(t[0] for t in taken), "all": min(t[1] for t in taken), "parameters": found, "total": float(value.sum())}
    )
)
