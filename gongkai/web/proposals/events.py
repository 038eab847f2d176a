"""What the log calls the happenings of proposals that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_proposal": "修改建议、提案的登记内容",
    "add_proposal_paper": "存入建议、提案的材料",
    "read_proposal_paper": "查看建议、提案的材料",
    "erase_proposal": "删除代表、委员的联系方式和材料",
    "prepare_proposal_publication": "整理要公开的答复",
    "edit_proposal_publication": "修改要公开的答复",
    "return_proposal_publication": "退回要公开的答复",
    "publish_proposal_publication": "公开建议、提案的答复",
    "withhold_proposal_publication": "决定不公开建议、提案的答复",
    "withdraw_proposal_publication": "撤下公开的答复",
    "supersede_proposal_publication": "由新的答复代替",
    "set_proposal_rule": "录入建议提案的期限",
    "set_proposal_results": "录入办理结果的分类",
    "export_proposals": "导出建议提案的清单",
}
