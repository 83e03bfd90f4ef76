"""The pictures of tiles: what each asks, and what it is drawn from."""
