"""Pages of the workbench: 征集调查."""
