"""How fresh columns, the home page and official accounts are, and the vetoes of the national check (国办秘函〔2019〕19号)."""
