"""看板: what an organ did this year so far beside the same days of last year. Nothing is stored: every number is a set of records."""
