"""Drafting a mapping from a file's headers and values."""

from helder.connectors.reading.drafting.draft import draft

__all__ = ["draft"]
