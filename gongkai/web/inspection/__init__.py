"""Freshness of columns and accounts as the national indicators count it, and the self-inspection."""
