"""Pages of the workbench: exemptions."""
