"""Pages of the workbench: 公众留言."""
