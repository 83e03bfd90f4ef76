"""Tags of alerts for every page."""
