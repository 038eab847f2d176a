"""Who may do what to versions (read off the table of moves), to items and to columns."""

from __future__ import annotations

from gongkai.organs.roles import Role
from gongkai.publishing.moves import VERSION
from gongkai.web.casework.access import policy_of
from gongkai.web.organs.authority import Policy, Reach, grant
from gongkai.web.publishing.models import Item

READERS = {
    Role.INFO_OFFICER: Reach.ORGAN,
    Role.SECTION_HEAD: Reach.ORGAN,
    Role.SECRECY_REVIEWER: Reach.ORGAN,
    Role.LEGAL_REVIEWER: Reach.ORGAN,
    Role.FOI_OFFICER: Reach.ORGAN,
    Role.LEADING_GROUP: Reach.ORGAN,
    Role.AUDITOR: Reach.ORGAN,
}
"""Who reads what is not public yet. A higher level guides and inspects what was published (《条例》第四十六条), not drafts."""

POLICY = policy_of(
    VERSION,
    reading=READERS,
    reach={Role.INFO_OFFICER: Reach.SECTION, Role.SECTION_HEAD: Reach.SECTION},
    second_factor=(
        "pass_secrecy", "return_secrecy", "refer_legal", "pass_legal", "return_legal", "clear", "withhold", "return_office", "hold", "resume", "schedule", "unschedule",
        "publish", "supersede", "withdraw",
    ),
    section_field="item__section",
)  # fmt: skip
"""The moves of a version. Section roles act for their own section."""

OFFICE = (Role.FOI_OFFICER, Role.LEADING_GROUP)

ITEM_POLICY = Policy(
    title="信息",
    actions={
        "read": "查看",
        "draft": "起草",
        "new_version": "另起一版",
        "withdraw": "撤下",
        "repeal": "标注废止",
        "relate": "登记相关文件",
    },
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW, states=("published", "withdrawn")),
        grant("draft", Role.INFO_OFFICER, reach=Reach.SECTION),
        grant("draft", Role.FOI_OFFICER),
        grant("new_version", Role.INFO_OFFICER, reach=Reach.SECTION),
        grant("new_version", Role.FOI_OFFICER),
        grant("withdraw", *OFFICE, states=("published",), second_factor=True),
        grant("repeal", *OFFICE, states=("published",), second_factor=True),
        # 公开以后登记的关系立即见于门户，还会标注别的文件，所以和发布一样要办公室再验证一次
        grant("relate", Role.INFO_OFFICER, reach=Reach.SECTION, states=("unpublished",)),
        grant("relate", Role.FOI_OFFICER, states=("unpublished",)),
        grant("relate", *OFFICE, states=("published",), second_factor=True),
    ),
    states={"": "尚未登记", **dict(Item.State.choices)},
    section_field="section",
)

DOSSIER_POLICY = Policy(
    title="审查发布卷宗",
    actions={"read": "查看、打印"},
    grants=(
        grant("read", Role.AUDITOR, *OFFICE),
        grant("read", Role.SUPERVISING_OFFICE, reach=Reach.BELOW, states=("published", "withdrawn")),
    ),
    states={"": "尚未登记", **dict(Item.State.choices)},
)
"""Everything on record about an item. A higher level inspects what was published, and of it the versions that were."""

COLUMN_POLICY = Policy(
    title="栏目",
    actions={"read": "查看", "edit": "开设、修改、停用"},
    grants=(
        *(grant("read", role, reach=reach) for role, reach in READERS.items()),
        grant("edit", Role.FOI_OFFICER, second_factor=True),
    ),
    states={},
    section_field="section",
    state_field="",
)
