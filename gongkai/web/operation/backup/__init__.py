"""Backup and restore: one file with database, files and secrets, every member with its checksum, encrypted when asked for."""
