"""The HTTP API: rows in, figures out, for other systems."""
