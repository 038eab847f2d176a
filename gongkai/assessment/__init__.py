"""How disclosure work is watched and judged: submissions, freshness, assessment. Rules without a database."""
