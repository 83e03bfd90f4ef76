"""Connections to other systems: made, tried, run and told of."""
