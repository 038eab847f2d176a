"""Pages of the workbench: organs."""
