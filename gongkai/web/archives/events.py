"""What happens to the files of cases, as the log names it."""

TITLES = {
    "hand_out_archive": "下载档案包",
    "read_contents": "查看卷内目录全文",
    "set_retention": "填写保管期限",
    "ask_disposal": "提请销毁案卷",
    "approve_disposal": "批准销毁案卷",
    "refuse_disposal": "决定继续保管案卷",
}
