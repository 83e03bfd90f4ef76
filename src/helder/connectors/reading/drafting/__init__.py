"""Drafting a mapping from a file's headers and values."""

from helder.connectors.reading.drafting.draft import draft, settled
from helder.connectors.reading.drafting.guess import guessed

__all__ = ["draft", "guessed", "settled"]
