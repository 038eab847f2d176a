"""Pages of the portal: 建议提案."""
