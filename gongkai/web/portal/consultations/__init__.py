"""Pages of the portal: 征集调查."""
