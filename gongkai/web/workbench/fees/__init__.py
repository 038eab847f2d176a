"""信息处理费 on the workbench."""
