"""What happenings to rules, periods and clean-up rounds are called in the log."""

TITLES = {
    "add_normative_setting": "写明期限的设定",
    "add_registration_rule": "写明统一登记编号规则",
    "apply_cleanup": "执行清理决定",
    "begin_cleanup": "开始清理",
    "conclude_entry": "作出清理结论",
    "draft_cleanup_decision": "拟定清理决定",
    "finish_cleanup": "办结清理",
    "link_item": "连上公开的信息",
    "note_earlier_publication": "记入此前公布日期",
}
