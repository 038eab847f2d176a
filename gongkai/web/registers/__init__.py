"""Registers that table 2 of the annual report counts: matters, decisions, fees, procurement; single records or dated tallies."""
