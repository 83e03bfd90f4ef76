"""How pages write days and times, by language; Django reads these."""
