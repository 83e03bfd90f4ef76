"""Boards as data: what stands on them and where; no figures, and no pages."""
