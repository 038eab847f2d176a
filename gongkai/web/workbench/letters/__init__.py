"""文书 on the workbench."""
