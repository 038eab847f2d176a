"""The site: where Django lives. What is stored and changed, and the pages for the public and for staff."""
