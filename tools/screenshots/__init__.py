"""Pictures of every page for the docs, made anew by a command."""
