"""Applications for information, from the form to the reply."""
