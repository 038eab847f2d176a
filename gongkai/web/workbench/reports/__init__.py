"""Pages of the workbench: reports."""
