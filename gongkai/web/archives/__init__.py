"""Service, the file of a case, its keeping and disposal."""
