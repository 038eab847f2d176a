"""Answers to what the public is concerned about, and meetings with it, on the workbench."""
