"""Writes docs/reference from the definitions, so that it says what the code says."""
