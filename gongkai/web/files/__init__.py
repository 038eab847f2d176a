"""Files of the site: what was uploaded, looked at by content, kept once and never executed."""
