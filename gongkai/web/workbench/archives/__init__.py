"""送达与归档 on the workbench."""
