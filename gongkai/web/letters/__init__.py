"""Templates of official documents as data of organs, with versions."""
