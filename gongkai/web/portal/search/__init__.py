"""Pages of the portal: search."""
