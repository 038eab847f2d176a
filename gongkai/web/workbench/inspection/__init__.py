"""Pages of the workbench: 网站检查."""
