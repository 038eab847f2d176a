"""Pages of the workbench: 建议提案."""
