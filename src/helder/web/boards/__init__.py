"""Boards of metrics, the page of each metric, and the goals set for them."""
