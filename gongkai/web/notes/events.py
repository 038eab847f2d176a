"""What the log calls the happenings of notes and of following."""

from __future__ import annotations

TITLES = {
    "write_note": "写办理备注",
    "see_note": "看过办理备注",
    "strike_note": "划去办理备注",
    "erase_note": "删除办理备注的内容",
    "watch": "关注",
    "unwatch": "取消关注",
}
