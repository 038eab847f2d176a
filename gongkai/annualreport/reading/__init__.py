"""Documents to reports: figures aligned to the statutory form, never to the grid of the source alone."""
