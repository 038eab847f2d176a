"""Drafts open for opinions and surveys, with their adoption reports."""
