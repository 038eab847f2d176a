"""Pages of the workbench: 信息报送."""
