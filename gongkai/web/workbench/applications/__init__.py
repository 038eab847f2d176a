"""Pages of the workbench: applications."""
