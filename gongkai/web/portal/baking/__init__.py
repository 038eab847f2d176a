"""The public site as static files: what there is to write, how links are led, the folder, and the run that ties them."""
