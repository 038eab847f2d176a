"""What the log calls what happens here."""

TITLES = {
    "screen_wording": "发布前筛查",
    "decide_find": "处理筛查出的问题",
    "add_screening_word": "新增筛查用词",
    "edit_screening_word": "修改筛查用词",
    "import_screening_words": "导入筛查用词",
}
