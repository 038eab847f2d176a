"""Pages of the portal: services."""
