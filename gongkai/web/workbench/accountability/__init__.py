"""Complaints about disclosure work and orders to put things right, on the workbench."""
