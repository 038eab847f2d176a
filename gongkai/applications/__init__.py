"""Applications for government information (依申请公开): the moves, outcomes and their articles."""
