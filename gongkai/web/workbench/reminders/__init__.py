"""提醒 on the workbench."""
