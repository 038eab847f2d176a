"""What the log calls what happens to a covering."""

TITLES = {
    "begin_redaction": "开始标注遮盖",
    "mark_redaction": "保存遮盖的标注",
    "unmark_redaction": "退回上一版标注",
    "propose_redaction": "查找可能要遮盖的个人信息",
    "read_redaction_page": "查看原件的页面",
    "ask_release": "提请生成遮盖后的文件",
    "release_redaction": "生成并核验遮盖后的文件",
    "refuse_release": "遮盖后的文件没有通过核验",
}
