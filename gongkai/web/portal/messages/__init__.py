"""Pages of the portal: 公众留言."""
