"""What the demonstration's organs publish: columns, and items that went through (or stand in) review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from gongkai.casework.events import BEIJING
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.publishing.models import SiteColumn, Version
from gongkai.web.publishing.services import add_column, draft_item, publish, review, schedule, submit, withdraw

BASIS = "《条例》第十九条、第二十条"
REVIEWERS = {
    "nongye": {"writer": "xinxi", "section": "kezhang", "secrecy": "baomi", "office": "gongkai"},
}
STEPS = ("section", "secrecy", "office")


def open_columns(cast: Cast) -> None:
    """Open each organ's columns, with who answers for them."""
    for code, columns in load("items.yaml")["columns"].items():
        for place, each in enumerate(columns):
            section, owner = cast.sections.get((code, each.pop("section"))), cast.people[each.pop("person")]
            office = REVIEWERS.get(code, {"office": "jiaogongkai"})["office"]
            add_column(
                cast.organs[code], by=cast.acting(office), section=section, owner=owner, order=10 * place + 10, **each
            )


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every item's way into the diary: drafted, reviewed by three, published on its day."""
    for each in load("items.yaml")["items"]:
        on = diary.today - timedelta(days=each["day"])
        _Way(cast, each, on).enter(diary)


class _Way:
    """One item from draft to where it stands; the steps of a day follow each other by hours."""

    def __init__(self, cast: Cast, data: dict[str, Any], on: date) -> None:
        self.cast, self.data, self.on = cast, data, on
        self.people = REVIEWERS.get(data["organ"]) or _other_office()
        self.version: Version | None = None

    def enter(self, diary: Diary) -> None:
        stop = self.data.get("stop", "")
        acts: list[Callable[[], Any]] = [self.draft]
        if stop != "draft":
            acts.append(self.submit)
        for stage in STEPS:
            if stop in (stage, "draft"):
                break
            acts.append(partial(self.review, stage, returned=stop == "returned"))
            if stop == "returned":
                break
        if not stop:
            acts.append(self.publish)
        if stop == "scheduled":
            acts.append(partial(self.schedule, diary.today + timedelta(days=1)))
        for place, act in enumerate(acts):
            diary.at(self.on, act, 8 + place, 40)
        if self.data.get("withdraw"):
            diary.at(self.on + timedelta(days=9), self.withdraw)

    def draft(self) -> None:
        data, organ = self.data, self.cast.organs[self.data["organ"]]
        writer = data.get("by", self.people["writer"])
        year = self.on.year
        words = {"year": year, "last_year": year - 1, "next_year": year + 1}
        genre = data.get("genre") or _genre(data["column"])
        fields: dict[str, Any] = {
            "title": data["title"].format(**words),
            "body_html": data["body"].format(**words),
            "genre": genre,
            "disclosure_class": "proactive",
            "document_number": data.get("number", "").format(**words),
            "signed_on": self.on - timedelta(days=2) if data.get("number") else None,
            "effective_on": self.on if genre == "normative_documents" else None,
            "keywords": "、".join(data.get("keywords", [])),
            "summary": data.get("summary", ""),
            "issuer": organ.name,
            "details": data.get("details") or ({"form": "text"} if genre == "interpretations" else {}),
        }
        section = next(
            (
                each
                for (code, name), each in self.cast.sections.items()
                if code == organ.code and name == data.get("section", "种植业科")
            ),
            None,
        )
        column = SiteColumn.objects.get(organ=organ, code=data["column"])
        self.version = draft_item(organ, by=self.cast.acting(writer), column=column, section=section, **fields)

    def submit(self) -> None:
        submit(self._version(), by=self.cast.acting(self.data.get("by", self.people["writer"])))

    def review(self, stage: str, *, returned: bool) -> None:
        passed = "cleared" if stage == "office" else "passed"
        opinion = self.data.get("reason", "") if returned else _OPINIONS[stage]
        review(
            self._version(),
            by=self.cast.acting(self.people[stage], self.data["organ"]),
            conclusion="returned" if returned else passed,
            opinion=opinion,
            basis=BASIS,
        )

    def publish(self) -> None:
        publish(self._version(), by=self.cast.acting(self.people["office"], self.data["organ"]))

    def schedule(self, on: date) -> None:
        at = datetime.combine(on, time(9), BEIJING)
        schedule(self._version(), by=self.cast.acting(self.people["office"], self.data["organ"]), publish_at=at)

    def withdraw(self) -> None:
        item = self._version().item
        withdraw(item, by=self.cast.acting(self.people["office"], self.data["organ"]), reason=self.data["withdraw"])

    def _version(self) -> Version:
        if self.version is None:
            raise LookupError("先起草，后送审。")
        return Version.objects.get(pk=self.version.pk)


_OPINIONS = {"section": "内容准确，同意送审。", "secrecy": "不涉及国家秘密和工作秘密。", "office": "同意公开。"}


def _genre(column: str) -> str:
    return {
        "news": "work_reports",
        "notices": "announcements",
        "interpretation": "interpretations",
        "budget": "budgets",
        "subsidies": "announcements",
    }.get(column, "other_documents")


def _other_office() -> dict[str, str]:
    """The other bureau that publishes."""
    return {"writer": "jiaoxinxi", "section": "jiaokezhang", "secrecy": "jiaobaomi", "office": "jiaogongkai"}
