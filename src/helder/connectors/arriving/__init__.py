"""Rows that arrive while the server runs: checked, kept at once, and in the store a moment later."""
