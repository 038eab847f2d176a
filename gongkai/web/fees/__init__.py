"""Fees for handling applications."""
