"""Pages of the portal: policies."""
