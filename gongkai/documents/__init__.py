"""Any file a report comes in, as blocks of text and tables with their places."""
