"""Figures of the year so far against last year, each with the records it counts. No tables of its own."""
