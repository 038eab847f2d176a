"""Blacking out: boxes on the pages of a document, a new file in which what they cover does not exist, and the proof of it."""
