"""Running the site: health, metrics, logs, error pages, backup and restore."""
