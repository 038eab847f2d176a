"""A deputies' proposal or CPPCC proposal as handed over to an organ: a case, once for each number of a session's register.

Who proposed it acts in public office and is named; how to reach them and what they wrote is encrypted. The columns for counting
(``counted``, ``replied_on``, ``attitude`` …) repeat what the events say.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from gongkai.casework import Event, History
from gongkai.casework.counting import Counting
from gongkai.casework.reckoning import due
from gongkai.engagement.proposals.choices import attitudes, handled_roles, title_of
from gongkai.engagement.proposals.conditions import RATINGS, first_reply, last_reply, role_of
from gongkai.engagement.proposals.moves import ANSWERED, TABLE
from gongkai.web.casework.models import Case
from gongkai.web.privacy.fields import EncryptedTextField

FOLLOWING = (
    "role", "counted", "handed_on", "handed_year", "replied_on", "in_time", "result", "result_title", "document",
    "attribute", "attitude", "rated_on", "contacted", "extended", "redone", "publicity", "ended_on",
)  # fmt: skip


class Proposal(Case):
    """One proposal in one organ. ``number`` is the system's own; ``session`` and ``register_number`` are those of the congress or conference.

    ``counted``: the organ replies to it itself and has not sent it back. ``in_time``: whether the first reply came within the limit.
    ``attribute`` is the drafted one, ``publicity`` what was decided on it when the reply was looked at for publication.
    """

    table = TABLE
    main_clock = "answer"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="proposals")
    number = models.CharField("系统编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)

    kind = models.CharField("种类", max_length=20)
    session = models.CharField("届次", max_length=60)
    register_number = models.CharField("建议、提案编号", max_length=40)
    title = models.CharField("标题", max_length=200)
    proposers = models.CharField("代表、委员", max_length=200)
    group = models.CharField("代表团、界别", max_length=80, blank=True)
    body = models.CharField("交办单位", max_length=120, blank=True)
    main_body = models.CharField("主办单位", max_length=120, blank=True)
    contact = EncryptedTextField("代表、委员的联系方式", blank=True)
    content = EncryptedTextField("建议、提案的内容", blank=True)
    section = models.ForeignKey(
        "organs.Section", verbose_name="承办科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    role = models.CharField("承办方式", max_length=12, blank=True, editable=False)
    counted = models.BooleanField("计入本机关办理件数", default=False, editable=False)
    handed_on = models.DateField("交办日期", null=True, editable=False)
    handed_year = models.PositiveIntegerField("交办年度", null=True, editable=False)
    replied_on = models.DateField("首次答复日期", null=True, blank=True, editable=False)
    in_time = models.BooleanField("按期答复", null=True, blank=True, editable=False)
    result = models.CharField("办理结果", max_length=20, blank=True, editable=False)
    result_title = models.CharField("办理结果的说明", max_length=120, blank=True, editable=False)
    document = models.CharField("答复的文号", max_length=80, blank=True, editable=False)
    attribute = models.CharField("公开属性", max_length=12, blank=True, editable=False)
    attitude = models.CharField("满意程度", max_length=24, blank=True, editable=False)
    rated_on = models.DateField("收回反馈表的日期", null=True, blank=True, editable=False)
    contacted = models.BooleanField("沟通过", default=False, editable=False)
    extended = models.BooleanField("延长过", default=False, editable=False)
    redone = models.BooleanField("重新办理过", default=False, editable=False)
    publicity = models.CharField("公开情况", max_length=12, blank=True, editable=False)
    publish_due_on = models.DateField("公开的最后一日", null=True, blank=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("联系方式删除时间", null=True, blank=True, editable=False)

    not_logged = ("title", "proposers", "group")

    class Meta:
        verbose_name = verbose_name_plural = "代表建议和政协提案"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="proposal_serial_once_in_a_year"),
            models.UniqueConstraint(
                fields=("organ", "kind", "session", "register_number"),
                name="proposal_once_in_a_session",
                violation_error_message="这个届次的这个编号已经登记过。",
            ),
        )
        indexes = (
            # 一年的各项数字只读这一个索引
            models.Index(
                fields=(
                    "organ", "handed_on", "counted", "kind", "state", "replied_on", "in_time", "attitude", "publicity",
                    "contacted", "extended", "redone",
                ),
                name="proposal_figures",
            ),
            models.Index(fields=("organ", "ended", "state", "due_on", "section", "role"), name="proposal_due"),
            models.Index(fields=("organ", "state", "publicity", "publish_due_on"), name="proposal_to_publish"),
            models.Index(fields=("session", "register_number", "kind"), name="proposal_register"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:proposal", args=[self.number])

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        steps = history.effective
        self.role = role_of(history)
        self.counted = self.role in handled_roles() and history.state != "returned"
        self.handed_on = date.fromisoformat(_latest(steps, "handed_on"))
        self.handed_year = self.handed_on.year
        first, last = first_reply(history), last_reply(history)
        self.replied_on = _day_of(first) if first is not None else None
        self.redone = history.last("redo") is not None
        if self.replied_on is None or self.due_on is None:
            self.in_time = None
        elif not self.redone or self.in_time is None:
            # 重新办理以后期限是新的，首次答复是否按期不再变
            self.in_time = self.replied_on <= self.due_on
        self.result, self.result_title = _latest(steps, "result"), _latest(steps, "result_title")[:120]
        self.document, self.attribute = _latest(steps, "document")[:80], _drafted(steps)
        rated = next((each for each in reversed(steps) if each.move in RATINGS), None)
        self.attitude = str(rated.facts.get("attitude", "dissatisfied")) if rated is not None else ""
        self.rated_on = date.fromisoformat(str(rated.facts["returned_on"])) if rated is not None else None
        self.contacted = history.last("contact") is not None
        self.extended = history.last("extend") is not None
        self.publicity = _publicity(steps)
        closing = steps[-1] if last is None else next((e for e in reversed(steps) if e.move in _CLOSING), steps[-1])
        self.ended_on = _day_of(closing) if history.state in ("closed", "handed_in", "returned") else None
        return FOLLOWING

    def measure(self, history: History, counting: Counting) -> tuple[str, ...]:
        """Keep the last day for publishing the reply, while that is still to be done."""
        legs = history.clock("publish")
        going = bool(legs) and legs[-1].going
        self.publish_due_on = due(history, legs[-1], counting, legs[-1].since.on).day if going else None
        return ("publish_due_on",)

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return title_of("kinds", self.kind)

    @property
    def role_title(self) -> str:
        """What the organ's part is called."""
        return title_of("roles", self.role)

    @property
    def attitude_title(self) -> str:
        """What the proposers said of the reply; empty when nobody said."""
        return title_of("attitudes", self.attitude) if self.attitude else ""

    @property
    def is_satisfied(self) -> bool:
        """Whether what was said counts as satisfied."""
        found = attitudes().get(self.attitude)
        return bool(found and found.good)

    @property
    def publicity_title(self) -> str:
        """What was decided about publishing the reply; empty until then."""
        return title_of("attributes", self.publicity) if self.publicity else ""

    @property
    def attribute_title(self) -> str:
        """What was drafted about publishing the reply."""
        return title_of("attributes", self.attribute) if self.attribute else ""

    @property
    def is_replied(self) -> bool:
        """Whether a reply stands."""
        return self.state in ANSWERED

    @property
    def known_as(self) -> str:
        """As people name it: session and number."""
        return f"{self.session}第{self.register_number}号{self.kind_title.removeprefix('人大').removeprefix('政协')}"


_CLOSING = ("rate", "rate_still", "close")


def _latest(steps: tuple[Event, ...], name: str) -> str:
    return next((str(each.facts[name]) for each in reversed(steps) if name in each.facts), "")


def _drafted(steps: tuple[Event, ...]) -> str:
    drafts = (each for each in reversed(steps) if each.move in ("draft", "record_reply"))
    return next((str(each.facts["attribute"]) for each in drafts), "")


def _publicity(steps: tuple[Event, ...]) -> str:
    """What holds of publishing the reply at hand: a matter that is taken up again begins anew."""
    for each in reversed(steps):
        if each.move == "publish":
            return str(each.facts["attribute"])
        if each.move == "withhold":
            return "withheld"
        if each.move in ("take_down", "redo"):
            return ""
    return ""


def _day_of(event: Event) -> date:
    """The day of a reply: the one given for a reply made before, else that of the step."""
    return date.fromisoformat(str(event.facts.get("replied_on") or event.on.isoformat()))
