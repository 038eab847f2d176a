"""Who assesses a draft, who looks again at what is withheld."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.publishing.moves import VERSION
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.publishing.access import READERS

_READ = tuple(grant("read", role, reach=reach) for role, reach in READERS.items())
_STATES = {"": "尚未登记", **VERSION.states}

ASSESSMENT_POLICY = Policy(
    title="公开属性认定",
    actions={"read": "查看", "assess": "认定公开属性"},
    grants=(
        *_READ,
        grant("assess", Role.INFO_OFFICER, reach=Reach.SECTION, states=("draft",)),
        grant("assess", Role.FOI_OFFICER, states=("draft",)),
    ),
    states=_STATES,
    section_field="item__section",
)
"""About versions."""

REASSESSMENT_POLICY = Policy(
    title="不公开信息的评估",
    actions={"read": "查看", "reassess": "评估", "export": "导出清单"},
    grants=(
        *_READ,
        grant("reassess", Role.FOI_OFFICER, states=("withheld",), second_factor=True),
        grant("export", Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR, states=("withheld",)),
    ),
    states=_STATES,
    section_field="item__section",
)
"""About versions withheld."""
