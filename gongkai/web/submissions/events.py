"""What the log calls the happenings of 信息报送."""

from __future__ import annotations

TITLES = {
    "set_submission_rules": "制定信息报送计分办法",
    "submit_piece": "报送信息",
    "return_piece": "退回信息",
    "resubmit_piece": "重新报送信息",
    "decline_piece": "不采用信息",
    "adopt_piece": "登记采用",
    "score_piece": "采用后计分",
    "strike_adoption": "撤销采用的登记",
    "draw_circular": "起草通报",
    "edit_circular": "修改通报",
    "approve_circular": "批准通报",
    "issue_circular": "印发通报",
    "replace_circular": "通报由新的一版代替",
    "drop_circular": "通报稿不用",
}
