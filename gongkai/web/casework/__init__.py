"""Cases in the database: moves made through one service, events in the log, deadlines kept up."""
