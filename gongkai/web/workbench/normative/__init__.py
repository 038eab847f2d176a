"""Pages of the workbench: normative."""
