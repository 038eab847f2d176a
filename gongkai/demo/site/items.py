"""What the demonstration's organs publish: columns, and items that went through (or stand in) review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from gongkai.casework.events import BEIJING
from gongkai.demo.site.attachments import bars, letter, workbook
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.publishing.exemptions import Answer
from gongkai.web.exemptions.services import adopt, assess
from gongkai.web.files.services import keep
from gongkai.web.publishing.attaching import attach, file_address
from gongkai.web.publishing.local_classes import add_local_class
from gongkai.web.publishing.models import Item, SiteColumn, Version
from gongkai.web.publishing.relating import relate
from gongkai.web.publishing.services import (
    add_column,
    draft_item,
    publish,
    refer_legal,
    review,
    schedule,
    submit,
    withdraw,
)
from gongkai.web.screening.services import screen

BASIS = "《条例》第十九条、第二十条"
KINDS = {"news": "news", "notices": "news"}
REVIEWERS = {
    "nongye": {"writer": "xinxi", "section": "kezhang", "secrecy": "baomi", "office": "gongkai"},
}
SHARES = [38, 52, 61, 74, 82, 91]
"""Of the picture: how much was harvested week by week, in percent."""
OPEN = {
    "government_information": "yes", "responsible": "yes", "archived": "no", "state_secret": "no", "forbidden_by_law": "no",
    "security_stability": "no", "third_party": "no", "internal_affairs": "no", "deliberative": "no", "enforcement_file": "no",
    "own_regime": "no", "listed": "yes",
}  # fmt: skip
"""Answers of an item that nothing keeps from the public."""
STEPS = ("section", "secrecy", "office")


def open_columns(cast: Cast) -> None:
    """Open each organ's columns, with who answers for them."""
    for code, columns in load("items.yaml")["columns"].items():
        for place, each in enumerate(columns):
            each = {"kind": KINDS.get(each["code"], "catalogue")} | each
            section, owner = cast.sections.get((code, each.pop("section"))), cast.people[each.pop("person")]
            office = REVIEWERS.get(code, {"office": "jiaogongkai"})["office"]
            add_column(
                cast.organs[code], by=cast.acting(office), section=section, owner=owner, order=10 * place + 10, **each
            )

    for place, each in enumerate(load("items.yaml")["classes"], start=1):
        by = cast.acting("gongkai")
        add_local_class(cast.organs["nongye"], by=by, within=cast.organs["nongye"], order=10 * place, **each)


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every item's way into the diary: drafted, reviewed by three, published on its day."""
    for each in load("items.yaml")["items"]:
        on = diary.today - timedelta(days=each["day"])
        _Way(cast, each, on, diary.today).enter(diary)


class _Way:
    """One item from draft to where it stands; the steps of a day follow each other by hours."""

    def __init__(self, cast: Cast, data: dict[str, Any], on: date, today: date) -> None:
        self.cast, self.data, self.on, self.today = cast, data, on, today
        self.people = REVIEWERS.get(data["organ"]) or _other_office()
        self.version: Version | None = None

    def enter(self, diary: Diary) -> None:
        stop = self.data.get("stop", "")
        acts: list[Callable[[], Any]] = [self.draft]
        if self.data.get("withhold"):
            acts.append(self.assess)
        if stop == "draft":
            acts.append(self.screen)
        else:
            acts.append(self.submit)
        for stage in STEPS:
            if stop in (stage, "draft"):
                break
            acts.append(partial(self.review, stage, returned=stop == "returned"))
            if stop == "returned":
                break
        if not stop and not self.data.get("withhold"):
            acts.append(self.publish)
        if stop == "legal":
            acts[-1] = self.refer
        if stop == "scheduled":
            acts.append(partial(self.schedule, diary.today + timedelta(days=1)))
        for place, act in enumerate(acts):
            diary.at(self.on, act, 8 + place, 40)
        for kind, title in self.data.get("relations", {}).items():
            diary.at(self.on, partial(self.relate, kind, title), 18)
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
            "body_html": data["body"].format(**words, picture=""),
            "genre": genre,
            "disclosure_class": "proactive",
            "document_number": data.get("number", "").format(**words),
            "signed_on": self.on - timedelta(days=2) if data.get("number") else None,
            "effective_on": self.on if genre == "normative_documents" else None,
            "expires_on": _days_on(self.today, data.get("expires_in")),
            "local_classes": data.get("classes", []),
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
        by = self.cast.acting(writer)
        if data.get("picture"):
            picture = keep(organ, by=by, name=data["picture"], data=bars(SHARES))
            fields["body_html"] = data["body"].format(**words, picture=file_address(picture))
        self.version = draft_item(organ, by=by, column=column, section=section, **fields)
        for each in data.get("files", ()):
            file = keep(organ, by=by, name=each["name"], data=_written(each))
            attach(self.version, by=by, file=file, title=each["title"])

    def assess(self) -> None:
        """Answer the questions, and let the draft propose what they come to."""
        said, by = self.data["withhold"], self.cast.acting(self.data.get("by", self.people["writer"]))
        answers = {key: Answer(option, said["reason"]) for key, option in (OPEN | said["answers"]).items()}
        adopt(assess(self._version(), by=by, answers=answers), by=by)

    def screen(self) -> None:
        """Look at the draft with the detectors, as its writer would before going on."""
        screen(self._version().wording, by=self.cast.acting(self.data.get("by", self.people["writer"])))

    def refer(self) -> None:
        office = self.cast.acting(self.people["office"], self.data["organ"])
        refer_legal(self._version(), by=office, matter=self.data["reason"])

    def submit(self) -> None:
        submit(self._version(), by=self.cast.acting(self.data.get("by", self.people["writer"])))

    def review(self, stage: str, *, returned: bool) -> None:
        last = "withheld" if self.data.get("withhold") else "cleared"
        passed = last if stage == "office" else "passed"
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

    def relate(self, kind: str, title: str) -> None:
        """Lead this item and another of the organ to each other."""
        source = self._version().item
        target = Item.objects.filter(organ=source.organ, title=title).earliest("pk")
        relate(source, kind, by=self.cast.acting(self.people["office"], self.data["organ"]), target=target)

    def _version(self) -> Version:
        if self.version is None:
            raise LookupError("先起草，后送审。")
        return Version.objects.get(pk=self.version.pk)


def _days_on(day: date, days: int | None) -> date | None:
    return day + timedelta(days=days) if days is not None else None


def _written(each: dict[str, Any]) -> bytes:
    """A file as the text asks for it: a letter for DOCX and PDF, else a workbook."""
    form = each["name"].rpartition(".")[2]
    if form == "xlsx":
        return workbook(each["title"], each["lines"], each["rows"])
    return letter(each["title"], each["lines"], form)


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
