"""Publishing (主动公开), as far as rules go: review before release, genres, index numbers, validity, clean HTML."""
