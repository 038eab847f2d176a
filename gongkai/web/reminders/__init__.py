"""Reminders of limits."""
