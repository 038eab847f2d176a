"""The made-up bureau's normative documents: one in each stage from drafting to registration, those from before, one to be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.log.actors import Actor
from gongkai.web.normative import services
from gongkai.web.normative.models import NormativeDocument
from gongkai.web.normative.rules import add_rule
from gongkai.web.publishing.models import Item, SiteColumn

KIND, ORGAN = "normative_documents", "nongye"
RULE_DAY, HISTORY_DAY = 60, 55
"""So many days ago registration by the county began, and the documents from before were entered."""
BASIS = "青石县行政规范性文件管理办法第二十条"


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter the rule of registration, the files and their steps."""
    data = load("normative.yaml")
    since = diary.today - timedelta(days=RULE_DAY)
    diary.at(since, partial(_add_rule, cast, since), 9, 1)
    diary.at(diary.today - timedelta(days=HISTORY_DAY), partial(_enter_history, cast, data["history"]), 10)
    for each in data["files"]:
        _File(cast, each, diary.today).enter(diary)


def _add_rule(cast: Cast, since: date) -> None:
    county = cast.organs["qingshi"]
    given = {"covers": county, "since": since, "mode": "here", "prefix": "QSDR", "unit": "004", "width": 4}
    add_rule(county, by=cast.acting("xiangong"), basis=BASIS, **given)


def _enter_history(cast: Cast, sources: list[str]) -> None:
    for item in Item.objects.filter(organ=cast.organs[ORGAN], genre=KIND, state="published").order_by("pk"):
        if item.signed_on is None or item.published_at is None:
            continue
        services.enter_history(
            item.organ, by=cast.acting("gongkai"), title=item.title, kind=KIND, signed_on=item.signed_on,
            published_on=timezone.localdate(item.published_at), source=sources[0], item=item, document_number=item.document_number,
        )  # fmt: skip


@dataclass
class _File:
    """One file from its beginning to where it stands."""

    cast: Cast
    data: dict[str, Any]
    today: date
    document: NormativeDocument | None = None

    def enter(self, diary: Diary) -> None:
        begun = self.today - timedelta(days=self.data["day"])
        diary.at(begun, self.start, 9, 15)
        for place, name in enumerate(self.data["steps"]):
            days = self.data["days"] if name == "close_consultation" else place + 1
            diary.at(min(begun + timedelta(days=days), self.today), partial(self.step, name), 9 + place, 25)

    def who(self, name: str, organ: str = ORGAN) -> Actor:
        return self.cast.acting(name, organ)

    def start(self) -> None:
        self.document = services.start(
            self.cast.organs[ORGAN], by=self.who("xinxi"), title=self.data["title"], kind=KIND, need=self.data["need"],
            section=self.cast.sections[ORGAN, "政策法规科"],
        )  # fmt: skip

    def step(self, name: str) -> None:
        document = NormativeDocument.objects.get(pk=self.document.pk) if self.document else None
        if document is None:
            raise LookupError("先立项，后办理。")
        if name == "register":
            services.register(document, by=self.who("xiangong"))
        elif name == "draft_text":
            column = SiteColumn.objects.get(organ=document.organ, code="documents")
            services.draft_text(document, by=self.who("xinxi"), column=column, body_html=self.data["body"])
        else:
            who, facts = STEPS[name]
            number = self.data.get("number", "").format(year=self.today.year)
            given = {key: value.format(number=number) for key, value in facts.items()}
            if name == "consult":
                begun = self.today - timedelta(days=self.data["day"] - 1)
                ends = begun + timedelta(days=self.data["days"])
                given |= {"starts_on": begun.isoformat(), "ends_on": ends.isoformat()}
            services.make_move(document, name, by=self.who(who), facts=given)


STEPS: dict[str, tuple[str, dict[str, str]]] = {
    "consult": ("xinxi", {"channel": "本局网站“通知公告”栏目和乡镇公示栏"}),
    "close_consultation": ("xinxi", {"adoption": "收到9条意见，采纳6条，其余3条已经说明理由"}),
    "not_consult": ("xinxi", {"reason": "细化上位文件，没有增加义务"}),
    "check_competition": ("xinxi", {"market": "no", "finding": "不涉及市场准入和商品流动，可以实施"}),
    "send_to_legal": ("xinxi", {}),
    "pass_legal": ("fagui", {"opinion": "主体、权限和程序合法"}),
    "decide": ("juzhang", {"meeting": "局务会议讨论，全体通过"}),
    "sign": ("juzhang", {"document_number": "{number}"}),
}
"""Who takes each step, and with which facts."""
