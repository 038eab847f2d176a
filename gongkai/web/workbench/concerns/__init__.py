"""Pages of the workbench: 回应关切."""
