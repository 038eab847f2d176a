"""Rules of freshness and inspection."""
