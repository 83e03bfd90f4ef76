"""Goals and benchmarks: what is to be reached, how far one is, what is to come, and what others reach."""
