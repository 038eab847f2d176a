"""What the log calls what happens to batches."""

TITLES = {
    "plan_batch": "安排批量办理",
    "take_back_batch": "撤回批量办理",
    "run_batch": "执行批量办理",
    "put_back_assignments": "撤销批量交办",
    "settle_batch": "批量办理处理完",
}
