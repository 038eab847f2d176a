"""The command line: ``gongkai read``, ``check``, ``write``, ``total``, ``archive``, ``demo``."""
