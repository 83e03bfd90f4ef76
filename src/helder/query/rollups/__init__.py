"""Roll-ups: what the plan adds up, added up beforehand per day and kept by the engine, used wherever it answers a question."""

from helder.query.rollups.answering import answered, answers
from helder.query.rollups.building import Built, build, rebuild
from helder.query.rollups.rollup import Kind, Known, RollUp, Setting, Spec

__all__ = ["Built", "Kind", "Known", "RollUp", "Setting", "Spec", "answered", "answers", "build", "rebuild"]
