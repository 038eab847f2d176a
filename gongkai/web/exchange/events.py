"""What the events of this subject are called."""

TITLES = {
    "check_import": "上传清单并核对",
    "begin_import": "开始导入",
    "finish_import": "导入完成",
    "apply_import": "导入结果",
    "drop_import": "放弃导入",
    "hand_over": "制作移交包",
    "keep_receipt": "登记移交回执",
}
