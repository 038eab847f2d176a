"""Proposals of deputies and of members of the consultative conference, on the portal."""
