"""Examining an installation: what is well, what may go wrong, what has, and what to do about it."""
