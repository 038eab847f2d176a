"""A dispute: reconsideration or a suit, over an application or another act, with the columns by which table 4 is counted.

The columns ``row``, ``standing``, ``outcome``, ``began_on`` and ``concluded_on`` repeat what the events say, see
``gongkai.disputes.counted``. Who complains is encrypted and can be erased without changing any of them.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from gongkai.casework import History
from gongkai.disputes.counted import counted
from gongkai.disputes.moves import DUTY, TABLE
from gongkai.disputes.outcomes import KINDS, WAYS, acts, outcome_title, standings, titles
from gongkai.web.casework.models import Case
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name


class Dispute(Case):
    """One case before one body or court, through all its instances. ``number`` is the system's own, never given twice."""

    table = TABLE

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField("种类", max_length=16, choices=list(KINDS.items()))
    number = models.CharField("登记编号", max_length=60, unique=True, editable=False)
    year = models.PositiveIntegerField("编号年度", editable=False)
    serial = models.PositiveIntegerField("序号", editable=False)
    application = models.ForeignKey(
        "applications.Application",
        verbose_name="涉及的申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="disputes",
    )
    follows = models.ForeignKey(
        "self", verbose_name="经过的复议", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    about = models.TextField("不服的行为", max_length=1000, blank=True)
    party = models.CharField("谁不服", max_length=16)
    complainant = EncryptedTextField("复议申请人、原告的姓名或者名称", blank=True)
    body = models.CharField("复议机关、法院", max_length=120)
    body_number = models.CharField("案号", max_length=80, blank=True)
    co_defendant = models.CharField("共同被告", max_length=120, blank=True)

    act = models.CharField("不服的是什么", max_length=16, blank=True, editable=False)
    row = models.CharField("表四的一栏", max_length=40, blank=True, editable=False)
    standing = models.CharField("本机关的地位", max_length=20, blank=True, editable=False)
    outcome = models.CharField("结果", max_length=40, blank=True, editable=False)
    began_on = models.DateField("开始日期", null=True, blank=True, editable=False)
    began_year = models.PositiveIntegerField("开始年度", null=True, blank=True, editable=False)
    concluded_on = models.DateField("审结日期", null=True, blank=True, editable=False)
    concluded_year = models.PositiveIntegerField("审结年度", null=True, blank=True, editable=False)
    hearing_on = models.DateField("开庭、听证日期", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    not_logged = ("about",)

    class Meta:
        verbose_name = verbose_name_plural = "行政复议和行政诉讼"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("organ", "kind", "year", "serial"), name="dispute_serial_once_in_a_year"),
            models.CheckConstraint(
                condition=models.Q(concluded_on=None, outcome="")
                | (models.Q(concluded_on__isnull=False) & ~models.Q(outcome="")),
                name="dispute_concluded_with_an_outcome",
            ),
        )
        indexes = (
            # 表四：审结的各格读前一个，尚未审结的读后一个，都只读索引
            models.Index(
                fields=("organ", "concluded_year", "standing", "row", "outcome", "concluded_on", "began_on"),
                name="dispute_results",
            ),
            models.Index(
                fields=("organ", "began_year", "standing", "row", "concluded_year", "began_on", "concluded_on"),
                name="dispute_pending",
            ),
            models.Index(fields=("organ", "state", "due_on"), name="dispute_state"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:dispute", args=[self.number])

    # 期限因案件走到哪一步而不同：列表上的最后一日，总是本机关下一件该办的事的；按类问起来也是真
    @property
    def main_clock(self) -> str:  # type: ignore[override]  # 别的案件一类一个，这里一件一个
        """The clock of what the organ itself has to do next; empty while it waits for others."""
        return DUTY.get(self.state, "")

    def follow(self, history: History) -> tuple[str, ...]:
        """Keep the columns for counting as the history says them."""
        found = counted(history)
        self.row, self.standing, self.act, self.outcome = found.row, found.standing, found.act, found.outcome
        self.began_on, self.began_year = found.began_on, found.began_year
        self.concluded_on, self.concluded_year = found.concluded_on, found.concluded_year
        summoned = None if history.ended else history.last("be_summoned")
        self.hearing_on = date.fromisoformat(summoned.facts["hearing_on"]) if summoned else None
        return (
            "row", "standing", "act", "outcome", "began_on", "began_year", "concluded_on", "concluded_year", "hearing_on",
        )  # fmt: skip

    @property
    def kind_title(self) -> str:
        """What kind it is; a suit with whether reconsideration came before it."""
        return WAYS.get(self.row, KINDS.get(self.kind, self.kind))

    @property
    def act_title(self) -> str:
        """What it is about."""
        found = acts().get(self.act)
        return found.title if found else self.act

    @property
    def standing_title(self) -> str:
        """In which capacity the organ is in it."""
        found = standings().get(self.standing)
        return found.title if found else self.standing

    @property
    def is_counted(self) -> bool:
        """Whether it is part of the organ's table 4."""
        found = standings().get(self.standing)
        return bool(found and found.counted)

    @property
    def party_title(self) -> str:
        """Who complains, without a name."""
        return titles("parties").get(self.party, self.party)

    @property
    def outcome_title(self) -> str:
        """How it ended, once it has."""
        return outcome_title(self.outcome) if self.outcome else ""

    @property
    def masked_complainant(self) -> str:
        """The complainant's name as pages show it."""
        if self.complainant:
            return mask_name(self.complainant)
        return "（已删除）" if self.erased_at else "（未填）"
