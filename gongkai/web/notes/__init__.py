"""Notes of colleagues on a case, and following a case: internal work, no part of its file."""
