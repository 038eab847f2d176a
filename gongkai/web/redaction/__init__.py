"""Blacking out what may not be provided."""
