"""Pages of the workbench: registers."""
