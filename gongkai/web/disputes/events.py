"""What the log calls the happenings of disputes that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_dispute": "修改案件的登记内容",
    "add_paper": "存入案件材料",
    "read_paper": "查看案件材料",
    "export_bundle": "导出证据包",
    "erase_dispute": "随申请删除案件里的个人信息",
}
