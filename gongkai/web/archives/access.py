"""Who may do what with the file of a case: the office keeps it and hands it out with a second factor, another person approves disposal."""

from __future__ import annotations

from gongkai.applications.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.archives.models import Disposal
from gongkai.web.organs.authority import Policy, grant

READERS = (grant("read", Role.FOI_OFFICER, Role.LEADING_GROUP, Role.AUDITOR),)

FILE_POLICY = Policy(
    title="案卷",
    actions={
        "read": "查看卷内目录",
        "open_material": "查看卷内材料",
        "add_proof": "存入送达凭证",
        "hand_out": "下载档案包",
        "ask_disposal": "提请销毁",
    },
    grants=(
        *READERS,
        grant("open_material", Role.FOI_OFFICER, Role.LEADING_GROUP),
        grant("add_proof", Role.FOI_OFFICER),
        grant("hand_out", Role.FOI_OFFICER, second_factor=True),
        grant("ask_disposal", Role.FOI_OFFICER, states=("archived",), second_factor=True),
    ),
    states=TABLE.states,
)

DISPOSAL_POLICY = Policy(
    title="档案销毁",
    actions={"read": "查看", "decide": "批准销毁或者继续保管"},
    grants=(*READERS, grant("decide", Role.LEADING_GROUP, states=("asked",), second_factor=True)),
    states=dict(Disposal.State.choices),
)

RETENTION_POLICY = Policy(
    title="档案保管期限",
    actions={"read": "查看", "set": "填写保管期限"},
    grants=(*READERS, grant("set", Role.FOI_OFFICER, second_factor=True)),
    states={},
    state_field="",
)
