"""Pages of the portal: reports."""
