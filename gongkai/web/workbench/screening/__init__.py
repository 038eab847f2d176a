"""Pages of the workbench: screening."""
