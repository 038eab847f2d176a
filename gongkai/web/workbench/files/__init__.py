"""Pages of the workbench: files of items."""
