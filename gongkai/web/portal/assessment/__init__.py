"""Pages of the portal: 考核评议."""
