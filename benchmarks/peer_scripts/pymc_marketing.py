"""BG/NBD and Gamma-Gamma by pymc-marketing: `pymc_marketing.py DATA.npz RUNS` prints seconds and parameters as JSON.

The point of highest posterior density under its default priors, its quickest way to fit; sampling takes many times as long.
"""

# ruff: noqa
import json
import logging
import sys
import time
import warnings

import numpy as np
import pandas as pd

sys.path = [path for path in sys.path if not path.endswith("peer_scripts")]
from pymc_marketing import clv

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
data = pd.DataFrame(dict(np.load(sys.argv[1])))
data = data.rename(columns={"x": "frequency", "t_x": "recency", "age": "T", "worth": "monetary_value"})
data.insert(0, "customer_id", np.arange(len(data)))
taken = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    when = clv.BetaGeoModel(data=data)
    when.fit(method="map", progressbar=False)
    fitted = time.perf_counter()
    bought = when.expected_purchases(future_t=52).values.ravel()
    alive = when.expected_probability_alive().values.ravel()
    again = data[data["frequency"] > 0]
    worth = clv.GammaGammaModel(data=again[["customer_id", "frequency", "monetary_value"]])
    worth.fit(method="map", progressbar=False)
    value = bought * worth.expected_customer_spend(data[["customer_id", "frequency", "monetary_value"]]).values.ravel()
    taken.append((fitted - start, time.perf_counter() - start))
found = {
    n: float(m.fit_result[n].values.ravel()[0])
    for m, names in ((when, ("r", "alpha", "a", "b")), (worth, ("p", "q", "v")))
    for n in names
}
print(
    json.dumps(
        {"fit": min(t[0] for t in taken), "all": min(t[1] for t in taken), "parameters": found, "total": float(value.sum())}
    )
)
