"""Who sees what the machine found, who decides about it, and who keeps the words."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.publishing.moves import VERSION
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.publishing.access import READERS

POLICY = Policy(
    title="发布前筛查",
    actions={"read": "查看筛查结果", "decide": "处理筛查出的问题"},
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        # 起草的人处理；送审以后定下来的就不再改，审查人在自己的结论里说
        grant("decide", Role.INFO_OFFICER, reach=Reach.SECTION, states=("draft",)),
        grant("decide", Role.FOI_OFFICER, states=("draft",)),
    ),
    states={"": "尚未登记", **VERSION.states},
    section_field="item__section",
)
"""About versions."""

WORD_POLICY = Policy(
    title="筛查用词",
    actions={"read": "查看", "edit": "新增、修改、导入"},
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW),
        grant("edit", Role.FOI_OFFICER, second_factor=True),
        grant("edit", Role.SUPERVISING_OFFICE, second_factor=True),
    ),
    states={},
    state_field="",
)
