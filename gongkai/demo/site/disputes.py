"""Reconsiderations and suits in every state, and one with each outcome over the last years, by the people of the bureau and the county."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.demo.site.applications import _workday
from gongkai.demo.site.clock import Diary
from gongkai.demo.site.files import load
from gongkai.demo.site.organisation import Cast
from gongkai.disputes.moves import BEGINNINGS, TABLE
from gongkai.disputes.outcomes import Outcome, outcomes
from gongkai.web.applications.models import Application
from gongkai.web.casework.services import history_of
from gongkai.web.disputes.models import Dispute
from gongkai.web.disputes.queries import unregistered
from gongkai.web.disputes.services import Filing, add_paper, make_move, register
from gongkai.workdays import national_calendar

BODY, COURT = "青石县人民政府", "青石县人民法院"
GIVEN: dict[str, Any] = {
    "paper": "书面答复和证据目录", "reason": "需要以另一案的结果为依据", "done": "已经按决定书办理", "appellant": "complainant",
    "hearing": "court",
}  # fmt: skip
HEADS = ("extend_decision", "decide", "decline", "close_body")
PEOPLE = {"nongye": ("gongkai", "juzhang"), "qingshi": ("xiangong", "fuxianzhang")}
OLDEST, BETWEEN = 880, 27
"""How many days ago the first dispute of those with each outcome came, and how many days lie between two of them."""


def enter_year(cast: Cast, diary: Diary) -> None:
    """Enter every dispute's life into the diary; the application that is disputed already gets its record."""
    known: dict[str, Dispute] = {}
    lives = [*load("disputes.yaml"), *(_life_to(each, place) for place, each in enumerate(outcomes().values()))]
    for each in lives:
        _Life(cast, each, known).enter(diary)
    diary.at(diary.today - timedelta(days=40), partial(_register_old, cast), 10)


def _life_to(outcome: Outcome, place: int) -> dict[str, Any]:
    """A life that ends with the outcome."""
    result, limit = {"outcome": outcome.key}, {"limit": 15} if outcome.orders else {}
    steps: list[list[Any]]
    if outcome.kind == "reconsideration":
        begin = "receive_copy"
        steps = [[8, "end_early", result]] if outcome.early else [[7, "submit_answer", {}]]
        if outcome.decides:
            steps.append([40, "receive_order" if outcome.orders else "receive_decision", result | limit])
    else:
        begin = "receive_suit"
        steps = [[9, "submit_defence", {}]]
        if outcome.early:
            steps.append([25, "end_suit_early", result])
        else:
            steps += [[70, "rule_first" if outcome.ruling else "judge_first", result], [18, "take_effect", {}]]
            if outcome.orders:
                steps[-1] = [18, "take_effect_order", limit]
    if outcome.orders:
        steps.append([12, "fulfil", {}])
    about = "认为主动公开的信息不准确，要求更正后重新公开"
    return {"day": OLDEST - BETWEEN * place, "begin": begin, "name": "范立冬", "about": about, "steps": steps}


@dataclass
class _Life:
    """One dispute from the notice to where it stands."""

    cast: Cast
    data: dict[str, Any]
    known: dict[str, Dispute]
    dispute: Dispute | None = field(default=None)

    def enter(self, diary: Diary) -> None:
        calendar = national_calendar()
        day = _workday(diary.today - timedelta(days=self.data["day"]), calendar, back=True)
        diary.at(day, partial(self.begin, day), 14, 10)
        for days, name, facts in self.data["steps"]:
            day = _workday(day + timedelta(days=days), calendar)
            diary.at(day, partial(self.step, name, dict(facts), day), 15, 20)

    @property
    def organ(self) -> str:
        return str(self.data.get("organ", "nongye"))

    def begin(self, day: date) -> None:
        data, move = self.data, self.data["begin"]
        application, follows = None, self.known.get(data.get("after", ""))
        if "application" in data:
            application = Application.objects.filter(description__contains=data["application"]).first()
            # 长假前后办得慢，答复还没有送达的，就没有可以不服的
            if (
                application is None
                or application.state not in ("served", "archived")
                or ("after" in data and not follows)
            ):
                return
        facts: dict[str, Any] = {"act": "reply" if application else "proactive"}
        if BEGINNINGS[move] == "litigation":
            facts |= {"standing": "maker", "way": "suit_after_reconsideration" if follows else "direct_suit"}
        if move == "receive_application":
            facts["act"] = "other"
        filing = Filing(
            application=application,
            follows=follows,
            about=data.get("about", ""),
            complainant=data["name"],
            body=COURT if BEGINNINGS[move] == "litigation" else BODY,
            body_number=_number(move, day),
        )
        officer = self.cast.acting(PEOPLE[self.organ][0])
        self.dispute = register(self.cast.organs[self.organ], move, filing, by=officer, on=day, facts=facts)
        if "key" in data:
            self.known[data["key"]] = self.dispute
            add_paper(
                self.dispute,
                role="complaint",
                name="行政复议申请书.txt",
                data="行政复议申请书（演示）".encode(),
                by=officer,
            )

    def step(self, name: str, facts: dict[str, Any], day: date) -> None:
        if self.dispute is None:
            return
        move = TABLE.move_of[name]
        needed = {each.name: GIVEN[each.name] for each in move.needs if each.name in GIVEN}
        needed |= {each.name: day.isoformat() for each in move.needs if each.name == "decided_on"}
        if "ahead" in facts:
            needed["hearing_on"] = (day + timedelta(days=facts.pop("ahead"))).isoformat()
        dispute = Dispute.objects.select_related("organ", "application").get(pk=self.dispute.pk)
        by = self.cast.acting(PEOPLE[self.organ][1 if name in HEADS else 0])
        make_move(dispute, name, by=by, facts=needed | facts, on=day)
        self.dispute.refresh_from_db()


def _register_old(cast: Cast) -> None:
    """The application that went into reconsideration before disputes were kept: registered afterwards, as of that day."""
    officer = cast.acting("gongkai")
    for application in list(unregistered(cast.organs["nongye"])):
        disputed = history_of(application).last("reconsider")
        if disputed is None:
            continue
        filing = Filing(application=application, complainant=application.applicant_name, body=BODY)
        dispute = register(
            cast.organs["nongye"], "receive_copy", filing, by=officer, on=disputed.on, facts={"act": "reply"}
        )
        make_move(dispute, "submit_answer", by=officer, facts={"paper": GIVEN["paper"]})


def _number(move: str, day: date) -> str:
    if BEGINNINGS[move] == "litigation":
        return f"（{day.year}）青0722行初{day.month + 10}号"
    return f"青政复〔{day.year}〕{day.month * 3}号"
