"""Pages of the workbench: search."""
