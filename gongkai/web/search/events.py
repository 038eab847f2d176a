"""What the log calls the steps of this subject."""

TITLES = {"add_search_synonyms": "增加检索同义词", "end_search_synonyms": "停用检索同义词"}
