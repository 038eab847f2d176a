"""Pages of the portal: applications."""
