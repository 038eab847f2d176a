"""Levels of government and kinds of organ (《条例》第二条、第十条、第二十七条)."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """The level at which an organ stands."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"

    @property
    def label(self) -> str:
        """The Chinese title."""
        return LEVEL_TITLES[self]


LEVEL_TITLES = {Level.PROVINCE: "省级", Level.CITY: "市级", Level.COUNTY: "县级", Level.TOWNSHIP: "乡级"}


class OrganKind(StrEnum):
    """What an organ is; a subordinate unit or branch office has no annual report of its own unless it acts in its own name."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    BRANCH_OFFICE = "branch_office"
    SUBORDINATE_UNIT = "subordinate_unit"
    AUTHORISED = "authorised"

    @property
    def label(self) -> str:
        """The Chinese title."""
        return KIND_TITLES[self]


KIND_TITLES = {
    OrganKind.GOVERNMENT: "人民政府",
    OrganKind.DEPARTMENT: "政府部门",
    OrganKind.BRANCH_OFFICE: "派出机构",
    OrganKind.SUBORDINATE_UNIT: "所属事业单位",
    OrganKind.AUTHORISED: "法律、法规授权的组织",
}
