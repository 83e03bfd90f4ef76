"""How the tables of sharing came to be."""
