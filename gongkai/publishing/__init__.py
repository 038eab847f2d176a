"""Information that the organ publishes by itself (主动公开): reviews before release and their articles."""
