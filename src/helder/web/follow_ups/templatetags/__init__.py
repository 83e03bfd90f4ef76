"""Tags of follow-ups for every page."""
