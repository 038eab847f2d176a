"""行政复议和行政诉讼 on the workbench."""
