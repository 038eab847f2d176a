"""What the search of the portal makes of words: one form for texts and queries, the tokens of both, queries as expressions."""
