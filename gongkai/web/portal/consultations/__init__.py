"""Consultations and surveys, on the portal."""
