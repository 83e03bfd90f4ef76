"""Forms: how a number is made of parts."""

from helder.forms.amounts import AmountCohort
from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.forms.growth import Growth
from helder.forms.latest import Change, Last
from helder.forms.mean import Mean, PerDistinct, Ratio
from helder.forms.quantile import Quantile
from helder.forms.share import DistinctShare, NetShare, Share
from helder.forms.state import Cohort, Present, StandingForecast, StandingMean, Stock
from helder.forms.total import Count, Distinct, Total
from helder.forms.weighted import WeightedNetShare, WeightedShare

__all__ = [
    "AmountCohort",
    "Change",
    "Cohort",
    "Count",
    "Distinct",
    "DistinctShare",
    "Figures",
    "Form",
    "Growth",
    "Last",
    "Mean",
    "NetShare",
    "Numbers",
    "Part",
    "Parts",
    "PerDistinct",
    "Present",
    "Quantile",
    "Ratio",
    "Share",
    "StandingForecast",
    "StandingMean",
    "Stock",
    "Total",
    "WeightedNetShare",
    "WeightedShare",
    "bind",
    "divided",
]
