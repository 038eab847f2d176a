"""信息报送: what adoption by which channel is worth, in what period something counts, who comes first, and how the circular says it.

No law orders any of this (operations.md §5 [P]/[D]); what an organ may decide is data with a date (``rules.yaml`` until it decides).
"""
