"""What the intake of applications puts on the page of a case and on the first page."""
