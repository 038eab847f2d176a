"""Pages of the workbench: 考核评议."""
