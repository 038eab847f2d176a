"""What happens to fees, as the log names it."""

TITLES = {
    "draw_fee": "核算信息处理费",
    "cancel_fee": "作废收费核算",
    "notify_fee": "告知收费",
    "follow_fee": "收费随办理记录更新",
    "ask_waiver": "提请减免收费",
    "decide_waiver": "批准减免收费",
    "refuse_waiver": "不同意减免收费",
    "set_how_to_pay": "填写缴纳方式",
}
