"""Numbers in, numbers out: intervals, variances, tests of a difference and suppression, on arrays of parts."""
