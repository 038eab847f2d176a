"""Organs and the people in them, as far as rules go: roles, levels, codes. What is stored is in ``gongkai.web.organs``."""
