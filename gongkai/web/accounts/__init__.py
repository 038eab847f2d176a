"""Persons who sign in: passwords, second factor, sessions."""
