"""What the pages of all kinds of cases share."""
