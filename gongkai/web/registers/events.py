"""What happens to the registers, as the log names it."""

_WHAT = {
    "matter": "权责和服务事项", "decision": "处理决定", "fee": "行政事业性收费项目", "procurementproject": "政府采购项目",
}  # fmt: skip
_MOVES = {
    "enter": "登记", "edit": "修改", "release": "公开", "keep_back": "定为不公开：", "withdraw": "撤回公开的", "void": "作废",
    "remove": "取消",
}  # fmt: skip

TITLES = {f"{move}_{kind}": f"{said}{what}" for kind, what in _WHAT.items() for move, said in _MOVES.items()} | {
    "change_decision": "登记处理决定的变更、撤销",
    "enter_matter_batch": "登记事项清单的批次",
    "fill_matter_batch": "把事项列入批次",
    "void_matter_batch": "作废事项清单的批次",
    "collect_fee": "登记收费金额",
    "void_fee_collection": "作废收费金额的登记",
    "enter_tally": "登记汇总数",
    "confirm_tally": "核签汇总数",
    "void_tally": "作废汇总数",
}
"""The titles of the moves that this part of the site writes."""
