"""Rules of concerns."""
