"""Rules of submissions."""
