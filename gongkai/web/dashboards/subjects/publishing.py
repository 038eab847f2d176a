"""主动公开: items first published, releases through every channel, withdrawals."""

from __future__ import annotations

from django.db.models import Q

from gongkai.publishing.categories import category_titles
from gongkai.publishing.channels import channel_titles
from gongkai.publishing.genres import genre_titles
from gongkai.web.dashboards.divisions import by_column, by_organ, by_section, by_value
from gongkai.web.dashboards.measures import Measure, Subject
from gongkai.web.publishing.access import ITEM_POLICY
from gongkai.web.publishing.models import Item, SiteColumn
from gongkai.web.releases.access import POLICY as RELEASE_POLICY
from gongkai.web.releases.models import Release

_KINDS = dict(SiteColumn.Kind.choices)

ITEMS = Measure(
    "items",
    "首次公开的信息",
    "首次公开的时间在这段日子里的信息，后来撤下的也计；改了重发的不再计。",
    Item,
    ITEM_POLICY,
    "published_at",
    moment=True,
    unit="条",
    divisions={
        "section": by_section("起草科室", none="没有写科室"),
        "item_kind": by_value("内容类型", "column__kind", lambda: _KINDS),
        "category": by_value("法定类别（栏目所属）", "column__category", category_titles, "栏目没有定法定类别"),
        "genre": by_value("体裁", "genre", genre_titles),
        "column": by_column(),
        "organ": by_organ(),
    },
)
WITHDRAWN = Measure(
    "withdrawn",
    "撤下的信息",
    "撤下的时间在这段日子里、现在仍然撤下的信息。",
    Item,
    ITEM_POLICY,
    "withdrawn_at",
    Q(state=Item.State.WITHDRAWN),
    moment=True,
    unit="条",
    divisions={"section": by_section("起草科室", none="没有写科室"), "organ": by_organ()},
)
RELEASES = Measure(
    "releases",
    "各渠道发布",
    "发布日期在这段日子里的渠道发布：一条信息在几个渠道发布计几次，作废的登记不计。",
    Release,
    RELEASE_POLICY,
    "on",
    Q(voided_at=None),
    unit="次",
    divisions={
        "channel": by_value("渠道", "channel", channel_titles),
        "release_kind": by_value("发布的内容类型", "kind", lambda: dict(Release.Kind.choices)),
        "organ": by_organ(),
    },
)
PUBLISHING = Subject(
    "publishing",
    "主动公开",
    (ITEMS, RELEASES, WITHDRAWN),
    "items",
    (("items", "section"), ("releases", "channel")),
)
