"""What the office and the leading group see of the year so far, on the workbench."""
