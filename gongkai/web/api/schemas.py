"""What the interface answers, field by field. Fields are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

Row = TypeVar("Row")


class Listing(Schema, Generic[Row]):
    """One page of a list."""

    count: int = Field(description="总数；total_is_exact 为 false 时是“至少”")
    total_is_exact: bool = True
    page: int
    per_page: int
    next: str | None = Field(None, description="下一页的网址；没有下一页的是 null")
    items: list[Row]


class Named(Schema):
    """A record by code and name."""

    code: str
    name: str


class ColumnName(Schema):
    """A column by code and title."""

    code: str
    title: str


class Organ(Schema):
    """An organ (机关)."""

    code: str
    name: str
    short_name: str | None = None
    kind: str
    level: str
    uscc: str | None = Field(None, description="统一社会信用代码")
    parent: str | None = Field(None, description="上级机关的 code")
    address: str | None = None
    phone: str | None = None
    office_hours: str | None = None
    dissolved_on: date | None = None
    url: str


class Column(Schema):
    """A column (栏目) of an organ."""

    organ: str
    code: str
    title: str
    parent: str | None = None
    kind: str
    topic: bool
    category: str | None = Field(None, description="对应的法定类别")
    opened_on: date
    closed_on: date | None = None
    items: int = Field(description="公开的件数，含下级栏目和同时列入的")
    url: str


class ItemBrief(Schema):
    """A public item (信息) as lists show it."""

    index_number: str = Field(description="索引号，不变")
    title: str
    organ: Named
    column: ColumnName
    genre: str
    issuer: str
    document_number: str | None
    registration_number: str | None
    signed_on: date | None
    effective_on: date | None
    expires_on: date | None
    repealed_on: date | None
    theme: str | None
    audience: str | None
    keywords: str | None
    summary: str | None
    content_source: str | None
    validity: str | None = Field(description="in_force、not_yet、amended、repealed、expired；不是文件的为 null")
    published_at: datetime
    revised_at: datetime
    url: str


class File(Schema):
    """A file of an item."""

    title: str
    name: str
    placed: str = Field(description="below：附件；within：正文里的图片")
    media_type: str
    size: int
    sha256: str
    url: str


class Related(Schema):
    """Another item, or a document elsewhere, that belongs to this one."""

    relation: str
    title: str
    index_number: str | None = None
    url: str | None = None


class Item(ItemBrief):
    """A public item with its text."""

    state: str
    version: int
    body_html: str
    details: dict[str, Any] = Field(description="体裁要素，例如办事服务的条件、材料、流程")
    statutory_classes: list[str]
    local_classes: list[str]
    earlier_published_on: date | None
    earlier_url: str | None
    attachments: list[File]
    relations: list[Related] = []


class Found(ItemBrief):
    """A hit of a search, with the words marked."""

    title_html: str
    fragment_html: str


class Change(Schema):
    """What became of an item in public."""

    at: datetime
    index_number: str
    state: str = Field(description="published 或者 withdrawn")
    url: str
    reason: str | None = None


class Changes(Schema):
    """What changed, in the order in which it happened. Ask again with ``next_after``; keep it for the next time."""

    items: list[Change]
    next_after: int
    more: bool = Field(description="还有没有；没有的，隔一段时间再取")


class Report(Schema):
    """An annual report in force."""

    organ: Named
    year: int
    version: int
    title: str
    published_on: date | None
    url: str
    data: str = Field(description="表格和正文的 JSON（gongkai.report/1）的网址")


class Class(Schema):
    """A value that fields may take."""

    key: str
    title: str
    within: str | None = None


class Classes(Schema):
    """All lists of values."""

    genres: list[Class]
    themes: list[Class]
    audiences: list[Class]
    statutory_classes: list[Class]


class Matter(Schema):
    """A matter of the inventory (权责和服务事项)."""

    organ: str
    kind: str
    code: str | None
    name: str
    basis: str
    added_on: date
    removed_on: date | None
    online_on: date | None


class Decision(Schema):
    """A decision made public (双公示); natural persons are named by their family name only."""

    organ: str
    kind: str
    number: str
    decided_on: date
    subject: str
    content: str
    result: str
    basis: str
    changed_on: date | None
    changed_how: str | None


class Problem(Schema):
    """Why there is no answer."""

    code: str
    message: str
    parameters: list[str] = []
