"""What the log calls the happenings of the check of the site."""

from __future__ import annotations

TITLES = {
    "set_inspection": "修改网站检查设置",
    "answer_inspection": "填写人工检查的结论",
    "draw_inspection": "编制自查报告",
    "check_inspection": "办公室审签自查报告",
    "sign_inspection": "领导小组签发自查报告",
    "replace_inspection": "自查报告由新的一版代替",
}
