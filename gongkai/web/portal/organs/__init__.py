"""Pages of the portal: organs."""
