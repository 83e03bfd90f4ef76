"""Kade & Co: a simulated company whose true figures are known.

>>> from helder import demo
>>> company = demo.build(customers=400, seed=1)
>>> company.tables["orders"].num_rows
>>> company.truth.value("nps")
"""

from helder.demo.company import CUSTOMERS, SEED, Company, build

__all__ = ["CUSTOMERS", "SEED", "Company", "build"]
