"""``gongkai site …``: installing, running, saving and proving the site. Django is imported here only, and only when asked for."""
