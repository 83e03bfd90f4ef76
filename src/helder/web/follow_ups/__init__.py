"""Follow-ups: customers whose answer asks for one, called back by somebody, in time, and how it went."""
