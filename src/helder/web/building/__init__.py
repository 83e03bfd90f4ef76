"""Making boards: drafts, their tiles, publishing, versions; boards as texts."""
