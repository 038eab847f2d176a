"""Consultations and surveys: rules without Django."""
