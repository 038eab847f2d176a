"""Annual reports: kept reports of this and other organs, and the draft counted from the log."""
