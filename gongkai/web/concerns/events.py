"""What the log calls the happenings of concerns and meetings that are no steps."""

from __future__ import annotations

TITLES = {
    "edit_concern": "修改舆情的登记内容",
    "withdraw_response": "撤下舆情回应",
    "enter_meeting": "登记发布会、访谈",
    "edit_meeting": "修改发布会、访谈",
    "announce_meeting": "预告发布会、访谈",
    "hold_meeting": "登记发布会、访谈已经举行",
    "cancel_meeting": "取消发布会、访谈",
    "ask_question": "公众提问",
    "let_question_through": "采用提问",
    "decline_question": "不采用提问",
    "answer_question_live": "登记当场的回答",
    "draft_question_answer": "拟写提问的答复",
    "release_question_answer": "公开提问的答复",
    "return_question_answer": "退回提问的答复",
}
