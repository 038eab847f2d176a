"""Lists of public items: what a reader narrowed them to, how many there are of each kind, and a page of them."""
