"""Information published by the organ itself: items, versions, reviews, publications."""
