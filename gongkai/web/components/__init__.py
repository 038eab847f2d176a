"""The pieces of which pages are made, their styles, and a page that shows each in every state."""
