"""Organs, sections, roles, leading groups, rules and guides, work points and training."""
