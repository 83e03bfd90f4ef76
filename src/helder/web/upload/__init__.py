"""Upload: files that people give in the browser, their mapping, their loading, and the mending of what was rejected."""
