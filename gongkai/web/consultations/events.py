"""What the log calls the happenings of consultations that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_consultation": "修改征集的内容",
    "attach_consultation_file": "附上征集的文件",
    "remove_consultation_file": "移除征集的文件",
    "add_survey_question": "增加题目",
    "edit_survey_question": "修改题目",
    "remove_survey_question": "移除题目",
    "move_survey_question": "调整题目次序",
    "receive_opinion": "收到网上意见",
    "enter_opinion": "登记意见",
    "receive_sheet": "收到网上答卷",
    "enter_sheet": "录入纸质答卷",
    "make_opinion_group": "归并意见",
    "edit_opinion_group": "修改归并的意见",
    "sort_opinions": "把意见归入要点",
    "write_result": "撰写结果",
    "export_sheets": "导出答卷",
    "forget_addresses": "销毁答卷的网络地址标记",
    "set_consultation_period": "规定征集调查的期限",
}
