"""Reading files: mapping, checking, rejects."""
