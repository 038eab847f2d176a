"""批量办理 on the workbench."""
