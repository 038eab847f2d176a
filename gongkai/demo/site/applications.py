"""Applications in every state: each is submitted, and people of the bureau take its steps on working days after that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.applications.decision import Decision, Item
from gongkai.applications.details import Details
from gongkai.casework import NotAllowed
from gongkai.demo.site import redacting
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.web.applications.models import Application
from gongkai.web.applications.services import make_move, register_other_channel, submit
from gongkai.web.fees.models import FeeSetting
from gongkai.web.fees.services import draw, set_how_to_pay
from gongkai.workdays import Calendar, national_calendar, next_workday

OFFICE = "gongkai"
STEPS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "receive": (OFFICE, 0, {"evidence": "当日电话确认，通话时间记入登记表"}),
    "register": (OFFICE, 0, {}),
    "begin_review": (OFFICE, 1, {}),
    "ask_correction": (OFFICE, 2, {"items": "请写明所需文件的名称或者年份", "workdays": 15}),
    "receive_correction": (OFFICE, 8, {}),
    "ask_reasons": (OFFICE, 4, {}),
    "consult_third_party": (OFFICE, 3, {"third_party": "青石县丰穗农机合作社"}),
    "deliver_to_third_party": (OFFICE, 2, {"third_party": "第三方1"}),
    "hear_last_third_party": (OFFICE, 9, {"third_party": "第三方1", "opinion": "同意公开，商业报价除外"}),
    "extend": ("juzhang", 12, {"workdays": 10, "reason": "涉及的档案在外地库房，需要调取"}),
    "ask_fee": (OFFICE, 3, {}),
    "deliver_fee_notice": (OFFICE, 2, {}),
    "receive_payment": (OFFICE, 6, {"receipt": "0043190217"}),
    "merge": (OFFICE, 1, {"reason": "同一申请人先后要的是同一项补贴的资料，一并答复"}),
    "cover": (OFFICE, 2, {}),
    "release": ("juzhang", 1, {}),
    "draft": ("xinxi", 5, {}),
    "review_secrecy": ("baomi", 1, {"review": "不涉及国家秘密和工作秘密，可以答复"}),
    "approve": ("juzhang", 1, {}),
    "serve": (OFFICE, 1, {"delivery": "electronic"}),
    "sign_for": (OFFICE, 1, {}),
    "archive": (OFFICE, 10, {}),
    "withdraw": (OFFICE, 3, {}),
    "lapse_correction": (OFFICE, 40, {}),
    "reconsider": (OFFICE, 25, {}),
}
"""For each step: who takes it, how many days after the step before, and what is given with it. ``COVERING`` are no moves."""
COVERING = {"cover": redacting.cover, "release": redacting.release}
ASKED = {
    "ask_reasons": {
        "excess": "申请人两个月内提出申请12件，本件要求提供近二十年的全部会议纪要",
        "reasons_by": "收到本告知书之日起10个工作日内",
    },
    "consult_third_party": {"concerning": "合同的正文和附件，包括商业报价"},
    "withdraw": {"withdrawn_how": "申请人来电并补交书面的撤回申请"},
}
"""What the letter of a step says beyond the step's facts."""

WAYS = {
    "submitted": (),
    "received": ("receive",),
    "registered": ("receive", "register"),
    "under_review": ("receive", "register", "begin_review"),
    "extended": ("receive", "register", "begin_review", "extend"),
    "in_correction": ("receive", "register", "ask_correction"),
    "awaiting_reasons": ("receive", "register", "begin_review", "ask_reasons"),
    "consulting": ("receive", "register", "begin_review", "consult_third_party", "deliver_to_third_party"),
    "awaiting_payment": ("receive", "register", "begin_review", "ask_fee", "deliver_fee_notice"),
    "drafted": ("receive", "register", "begin_review", "draft"),
    "approved": ("receive", "register", "begin_review", "draft", "review_secrecy", "approve"),
    "served": ("receive", "register", "begin_review", "draft", "review_secrecy", "approve", "serve", "sign_for"),
    "corrected": ("receive", "register", "ask_correction", "receive_correction", "draft", "review_secrecy", "approve", "serve"),
    "consulted": (
        "receive", "register", "begin_review", "consult_third_party", "deliver_to_third_party", "hear_last_third_party",
        "draft", "review_secrecy", "approve", "serve",
    ),
    "redacted": (
        "receive", "register", "begin_review", "consult_third_party", "deliver_to_third_party", "hear_last_third_party",
        "cover", "release", "draft", "review_secrecy", "approve", "serve",
    ),
    "paid": (
        "receive", "register", "begin_review", "ask_fee", "deliver_fee_notice", "receive_payment", "draft", "review_secrecy",
        "approve", "serve", "sign_for",
    ),
    "merged": ("receive", "register", "merge"),
    "archived": ("receive", "register", "begin_review", "draft", "review_secrecy", "approve", "serve", "sign_for", "archive"),
    "withdrawn": ("receive", "register", "withdraw"),
    "abandoned": ("receive", "register", "ask_correction", "lapse_correction"),
    "in_reconsideration": (
        "receive", "register", "begin_review", "draft", "review_secrecy", "approve", "serve", "sign_for", "reconsider",
    ),
}  # fmt: skip


@dataclass
class _Life:
    """One application from the form to where it stands."""

    cast: Cast
    data: dict[str, Any]
    on: date
    application: Application | None = None
    halted: bool = False

    def enter(self, diary: Diary) -> None:
        calendar, day = national_calendar(), self.on
        diary.at(day, self.begin, 8, 50)
        for name in WAYS[self.data["way"]]:
            _, days, _ = STEPS[name]
            day = _workday(day + timedelta(days=days), calendar)
            diary.at(day, partial(self.step, name, day), 9, 30)

    def begin(self) -> None:
        data, organ = self.data, self.cast.organs["nongye"]
        given = dict(data["applicant"]) | {"description": data["description"].format(year=self.on.year)}
        details = Details(wanted_form="electronic", wanted_route=data.get("route", "portal"), **given)
        channel = data.get("channel", "online")
        if channel == "online":
            self.application = submit(organ, details)
        else:
            office = self.cast.acting(OFFICE)
            self.application = register_other_channel(organ, details, channel, by=office, on=self.on)

    def step(self, name: str, day: date) -> None:
        who, _, facts = STEPS[name]
        if self.application is None:
            raise LookupError("先提交，后办理。")
        application = Application.objects.get(pk=self.application.pk)
        if self.halted or (name == "receive" and application.received_on):
            return
        if name in COVERING:
            COVERING[name](application, by=self.cast.acting(who))
            return
        decision = None
        if name == "merge":
            facts = facts | {"into": Application.objects.get(description__contains=self.data["into"]).number}
        if name == "draft":
            decision = Decision((Item(application.description, self.data["ground"], self.data["findings"]).tidy(),))
        if name == "ask_fee":
            _draw_fee(self.cast, application, day)
        try:
            by, asked = self.cast.acting(who), ASKED.get(name)
            make_move(application, name, by=by, facts=facts, on=day, asked=asked, decision=decision)
        except NotAllowed:
            # 程序里还没有那一年的放假通知，期限只是暂计，不能认定届满：这件申请就停在这里
            if not national_calendar().missing_notices(self.on, day):
                raise
            self.halted = True


def _draw_fee(cast: Cast, application: Application, day: date) -> None:
    """The statement that a fee notice needs: 86 pages, and how fees are paid to the bureau."""
    office = cast.acting(OFFICE)
    if not FeeSetting.objects.filter(organ=application.organ).exists():
        how = "缴至青石县财政非税收入专户，凭收费通知到县政务服务中心12号窗口缴纳，当场开具财政票据。"
        set_how_to_pay(application.organ, how, "0731-8800012，青石县清溪路1号", by=office)
    draw(application, "per_page", pages=86, by=office, on=day)


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every application's life into the diary."""
    calendar = national_calendar()
    for each in load("applications.yaml"):
        if "last_december" in each:
            on = date(diary.today.year - 1, 12, each["last_december"])
        else:
            on = diary.today - timedelta(days=each["day"])
        _Life(cast, each, _workday(on, calendar, back=True)).enter(diary)


def _workday(day: date, calendar: Calendar, *, back: bool = False) -> date:
    if back:
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
        return day
    return day if calendar.is_workday(day) else next_workday(day, calendar).on
