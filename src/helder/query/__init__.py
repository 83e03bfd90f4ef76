"""From a question to an answer: ask, plan, run, compute, compare, explain."""
