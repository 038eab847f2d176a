"""Walking an item to where a test wants it, by services only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gongkai.organs.roles import Role
from gongkai.web.log.actors import Actor
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from gongkai.web.publishing import services
from gongkai.web.publishing.models import Item, SiteColumn, Version

GIVEN = {"opinion": "内容准确，同意。", "basis": "《条例》第二十条第（一）项"}
WORDS = {
    "title": "青石县农业农村局关于做好秋粮收购工作的通知",
    "body_html": "<p>各乡镇：</p><p>现将有关事项通知如下。</p>",
    "genre": "normative_documents",
    "document_number": "青农发〔2024〕12号",
    "signed_on": date(2024, 9, 20),
}


def who(county: Any, role: Role, organ: Organ | None = None) -> Actor:
    organ = organ or county.bureau
    return acting(county.person(role, organ), organ)


def column_of(county: Any, organ: Organ | None = None, code: str = "documents", **fields: Any) -> SiteColumn:
    organ = organ or county.bureau
    found = SiteColumn.objects.filter(organ=organ, code=code).first()
    return found or services.add_column(
        organ, by=who(county, Role.FOI_OFFICER, organ), code=code, title=fields.pop("title", "规范性文件"), **fields
    )


def drafted(county: Any, organ: Organ | None = None, at: datetime | None = None, **fields: Any) -> Version:
    organ = organ or county.bureau
    column = fields.pop("column", None) or column_of(county, organ)
    section = county.section if organ == county.bureau else None
    by = who(county, Role.INFO_OFFICER, organ)
    return services.draft_item(organ, by=by, column=column, section=section, at=at, **(WORDS | fields))


def submitted(county: Any, organ: Organ | None = None, at: datetime | None = None, **fields: Any) -> Version:
    version = drafted(county, organ, at, **fields)
    services.submit(version, by=who(county, Role.INFO_OFFICER, organ), at=at)
    return version


def reviewed(county: Any, version: Version, upto: str = "cleared", at: datetime | None = None) -> Version:
    """Let every stage pass a submitted version, until it is in state ``upto``."""
    for role, conclusion in (
        (Role.SECTION_HEAD, "passed"),
        (Role.SECRECY_REVIEWER, "passed"),
        (Role.FOI_OFFICER, "cleared"),
    ):
        if version.state == upto:
            break
        by = who(county, role, version.organ)
        services.review(version, by=by, conclusion=conclusion, at=at, **GIVEN)
    return version


def cleared(county: Any, organ: Organ | None = None, at: datetime | None = None, **fields: Any) -> Version:
    return reviewed(county, submitted(county, organ, at, **fields), at=at)


def published(county: Any, organ: Organ | None = None, at: datetime | None = None, **fields: Any) -> Item:
    version = cleared(county, organ, at, **fields)
    services.publish(version, by=who(county, Role.FOI_OFFICER, organ), at=at)
    return Item.objects.get(pk=version.item_id)
