"""Pieces of information that sections and lower bureaus submit; adopted or returned, counted, ranked, circulated."""
