"""The roles that a person can hold in an organ, with their titles (《条例》第四条；features A1). One person may hold several."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may do follows from the role and from the organ (or section) in which it is held."""

    INFO_OFFICER = "info_officer"
    SECTION_HEAD = "section_head"
    SECRECY_REVIEWER = "secrecy_reviewer"
    LEGAL_REVIEWER = "legal_reviewer"
    FOI_OFFICER = "foi_officer"
    LEADING_GROUP = "leading_group"
    SUPERVISING_OFFICE = "supervising_office"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The Chinese title."""
        return TITLES[self]

    @property
    def duty(self) -> str:
        """What the role is for, in one sentence that pages show."""
        return DUTIES[self]


TITLES = {
    Role.INFO_OFFICER: "信息员",
    Role.SECTION_HEAD: "科室负责人",
    Role.SECRECY_REVIEWER: "保密审查员",
    Role.LEGAL_REVIEWER: "合法性审核人员",
    Role.FOI_OFFICER: "政务公开专职人员",
    Role.LEADING_GROUP: "领导小组成员",
    Role.SUPERVISING_OFFICE: "上级政务公开办",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "系统管理员",
}

DUTIES = {
    Role.INFO_OFFICER: "起草本科室要公开的信息，办理交到本科室的申请和留言。",
    Role.SECTION_HEAD: "审核本科室的信息和答复。",
    Role.SECRECY_REVIEWER: "逐件作保密审查（先审查后公开、一事一审）。",
    Role.LEGAL_REVIEWER: "审核送来的信息是否合法、是否含有商业秘密和个人隐私。",
    Role.FOI_OFFICER: "本机关政府信息公开的日常工作：登记、统筹、发布、答复、编制年报。",
    Role.LEADING_GROUP: "批准答复、延期和年度报告。",
    Role.SUPERVISING_OFFICE: "指导、检查下级机关的公开工作，接收下级机关的年度报告。",
    Role.AUDITOR: "只看不改：查阅日志，核验记录。",
    Role.ADMINISTRATOR: "管理机关、科室、人员和系统设置，不经手业务。",
}

ROLE_TITLES: dict[str, str] = {role.value: title for role, title in TITLES.items()}
"""The titles by key, as tables of moves take them."""

SECOND_FACTOR = frozenset(
    {
        Role.SECRECY_REVIEWER,
        Role.LEGAL_REVIEWER,
        Role.FOI_OFFICER,
        Role.LEADING_GROUP,
        Role.SUPERVISING_OFFICE,
        Role.ADMINISTRATOR,
    }
)
"""Roles that publish, approve or administer and therefore sign in with a second factor."""
