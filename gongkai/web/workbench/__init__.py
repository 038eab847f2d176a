"""The pages in which officers work."""
