"""Pages of the workbench: publishing."""
