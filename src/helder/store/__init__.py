"""Looking after a store: moving it to another engine, backing it up, restoring it, examining it."""
