"""What the log calls the happenings of messages that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_message": "修改留言的登记内容",
    "add_message_paper": "存入留言材料",
    "read_message_paper": "查看留言附件",
    "erase_message": "删除留言里的个人信息",
    "prepare_question": "整理公开的问答",
    "edit_question": "修改公开的问答",
    "return_question": "退回公开的问答",
    "publish_question": "公开问答",
    "withdraw_question": "撤下公开的问答",
    "set_message_limit": "录入留言答复期限",
    "add_message_category": "设立留言类别",
    "close_message_category": "停用留言类别",
    "check_message_import": "核对导入的留言",
    "begin_message_import": "开始导入留言",
    "stop_message_import": "暂停导入留言",
    "finish_message_import": "完成导入留言",
    "drop_message_import": "放弃导入留言",
}
