"""Screening before release: what a machine found in a wording, and what a person decided about it."""
