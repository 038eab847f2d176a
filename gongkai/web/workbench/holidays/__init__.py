"""Pages of the workbench: holidays."""
