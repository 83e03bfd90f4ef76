"""An independent truth: every metric computed in plain Python from its definition, row by row, without the engine."""
