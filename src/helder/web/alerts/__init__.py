"""Alerts: people told when a figure is not as it should be, and who saw and took it."""
