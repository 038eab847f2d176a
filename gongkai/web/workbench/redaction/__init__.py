"""遮盖 on the workbench."""
