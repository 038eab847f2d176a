"""Proposals of deputies and of members of the consultative conference: rules without Django."""
