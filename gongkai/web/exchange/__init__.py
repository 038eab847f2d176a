"""Taking in and handing over: bulk import with a dry run, packages for the county portal."""
