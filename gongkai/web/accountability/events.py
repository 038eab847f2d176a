"""What the log calls the happenings of complaints and rectifications that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_complaint": "修改投诉的登记内容",
    "add_complaint_paper": "存入投诉材料",
    "read_complaint_paper": "查看投诉材料",
    "erase_complaint": "删除投诉里的个人信息",
    "write_complaint_letter": "生成给投诉人的文书",
    "read_account": "查看情况说明的要求",
    "read_account_paper": "查看情况说明的材料",
    "add_rectification_paper": "存入整改证明材料",
    "read_rectification_paper": "查看整改证明材料",
    "propose_liability": "提出责任追究的建议",
    "record_liability": "记录责任追究的结果",
    "read_liability": "查看责任人",
}
