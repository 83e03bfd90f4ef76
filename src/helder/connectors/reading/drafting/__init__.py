"""Drafting a mapping from a file's headers and values."""

from helder.connectors.reading.drafting.draft import draft
from helder.connectors.reading.drafting.guess import guessed
from helder.connectors.reading.drafting.settle import settled

__all__ = ["draft", "guessed", "settled"]
