"""Pages of the portal: files."""
