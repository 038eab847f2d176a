"""Complaints about disclosure work and orders to put things right: rules without Django."""
