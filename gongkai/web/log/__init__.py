"""The log: what happened, by whom and when; append-only and hash-chained per organ. The only source of figures."""
