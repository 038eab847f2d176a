"""Pages of the portal: publishing."""
