"""The tags that a government page carries for machines (《政府网站发展指引》，国办发〔2017〕47号，网页标签规范).

A view puts the result of ``column_meta`` or ``article_meta`` into its context as ``meta``; the frame of the portal writes it,
after the tags of the site (SiteName, SiteDomain, SiteIDCode), which every page has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

DESCRIPTION_LENGTH = 200
"""How much of a description is given; search engines cut longer ones."""


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Names and contents of meta tags, in the order in which they are written."""

    tags: tuple[tuple[str, str], ...]

    @property
    def description(self) -> str:
        """What the page should be described by where its own tags do not say it (names of tags know no case)."""
        named = dict(self.tags)
        return "" if "Description" in named else named.get("ColumnDescription", "")


def site_tags(name: str, code: str) -> tuple[tuple[str, str], ...]:
    """The tags of the site; the identification code is left out while the organ has none."""
    domain = settings.SITE_URL.partition("://")[2]
    return _given(("SiteName", name), ("SiteDomain", domain), ("SiteIDCode", code))


def column_meta(name: str, *, kind: str = "信息公开", description: str = "", keywords: Iterable[str] = ()) -> PageMeta:
    """The tags of a list of items. ``kind`` is what the column is for, such as 政务动态, 信息公开, 办事服务, 互动交流."""
    words = ",".join(keywords) or name
    return PageMeta(
        _given(
            ("ColumnName", name),
            ("ColumnDescription", _short(description or f"{name}栏目发布的政府信息")),
            ("ColumnKeywords", words),
            ("ColumnType", kind),
        )
    )


def article_meta(
    title: str,
    *,
    published_at: datetime | date | None,
    source: str,
    url: str = "",
    column: str = "",
    column_kind: str = "信息公开",
    keywords: Iterable[str] = (),
    author: str = "",
    description: str = "",
    image: str = "",
) -> PageMeta:
    """The tags of one item. ``url`` and ``image`` may be paths of this site; ``source`` is the organ that it comes from."""
    return PageMeta(
        _given(
            ("ArticleTitle", title),
            ("PubDate", _moment(published_at)),
            ("ContentSource", source),
            ("ColumnName", column),
            ("ColumnType", column_kind if column else ""),
            ("Keywords", ",".join(keywords)),
            ("Author", author),
            ("Description", _short(description)),
            ("Image", _whole(image)),
            ("Url", _whole(url)),
        )
    )


def _given(*tags: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, content) for name, content in tags if content)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1] + "…"


def _whole(address: str) -> str:
    return urljoin(settings.SITE_URL + "/", address) if address else ""


def _moment(when: datetime | date | None) -> str:
    """``YYYY-MM-DD HH:MM`` in Beijing time; a day without an hour stays a day."""
    if isinstance(when, datetime):
        return f"{timezone.localtime(when) if timezone.is_aware(when) else when:%Y-%m-%d %H:%M}"
    return f"{when:%Y-%m-%d}" if when else ""
