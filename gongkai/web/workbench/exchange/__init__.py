"""Pages of the workbench: exchange."""
