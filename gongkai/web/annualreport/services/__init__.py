"""Changes of kept reports and of drafts; each writes its event in the same transaction."""
