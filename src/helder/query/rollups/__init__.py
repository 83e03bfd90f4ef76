"""Roll-ups: what the plan adds up, added up beforehand per day and kept by the engine, used wherever it answers a question."""

from helder.query.rollups.answering import answered, answers, numbered, tells
from helder.query.rollups.keeping import Keeping, Listed
from helder.query.rollups.rollup import Kind, Known, RollUp, Setting, Spec, at_hand, definitions

__all__ = [
    "Keeping",
    "Kind",
    "Known",
    "Listed",
    "RollUp",
    "Setting",
    "Spec",
    "answered",
    "answers",
    "at_hand",
    "definitions",
    "numbered",
    "tells",
]
