"""Consultations and surveys, on the workbench."""
