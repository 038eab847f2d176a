"""Releases by channel, the register of accounts and of what happened to the platforms."""
