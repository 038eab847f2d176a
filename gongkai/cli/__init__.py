"""The command line: ``gongkai read``, ``check``, ``write``, ``total``, ``demo``."""
