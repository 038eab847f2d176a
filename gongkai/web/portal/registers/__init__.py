"""Pages of the portal: registers."""
