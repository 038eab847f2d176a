"""Applications for information as the site keeps them: who applied for what, the case, the reply, and who may do what."""
