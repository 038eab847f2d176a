"""Pages of the workbench: log."""
