"""The registers behind table 2: matters, decisions, fees, procurement, one by one; and tallies of what other systems register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.registers import Span, decision_titles, matter_titles, rules, span_problem, tally_titles
from gongkai.web.files.models import StoredFile
from gongkai.web.organs.models import Organ
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.privacy.masks import mask_name
from gongkai.web.publishing.models import Item


def _person(title: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=title, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


def _yuan(title: str, **more: Any) -> Any:
    return models.DecimalField(
        title, max_digits=15, decimal_places=2, validators=[MinValueValidator(Decimal(0), "金额不能是负数。")], **more
    )


class Registered(models.Model):
    """A record that the office enters and another person releases to the public; corrected by voiding, never deleted."""

    class State(models.TextChoices):
        ENTERED = "entered", "已登记，未公开"
        RELEASED = "released", "已公开"
        KEPT_BACK = "kept_back", "依法不公开"
        WITHDRAWN = "withdrawn", "已撤回"
        VOIDED = "voided", "已作废"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ENTERED, editable=False)
    entered_by = _person("登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    released_by = _person("公开的审定人")
    released_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("撤回或者作废的时间", null=True, blank=True, editable=False)
    reason = models.CharField("不公开、撤回或者作废的理由", max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Whether the public sees it now."""
        return self.state == self.State.RELEASED


def _gate(name: str) -> tuple[models.CheckConstraint, ...]:
    """What the database holds of every register: released by another person than who entered it; taken back with a reason."""
    return (
        models.CheckConstraint(
            condition=~Q(state="released")
            | (Q(released_at__isnull=False) & Q(released_by__isnull=False) & ~Q(released_by=F("entered_by"))),
            name=f"{name}_released_by_another",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=("kept_back", "withdrawn", "voided")) | ~Q(reason=""),
            name=f"{name}_ends_with_reason",
        ),
    )


class Matter(Registered):
    """An item of the inventory of powers and services (权责和服务事项). It counts from ``added_on`` until before ``removed_on``."""

    kind = models.CharField("种类", max_length=20)
    code = models.CharField("编码", max_length=60, blank=True)
    name = models.CharField("名称", max_length=200)
    basis = models.CharField("依据", max_length=500)
    added_on = models.DateField("列入日期")
    removed_on = models.DateField("取消日期", null=True, blank=True)
    removed_why = models.CharField("取消理由", max_length=300, blank=True)
    online_on = models.DateField("开通网办日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "权责和服务事项"
        ordering = ("kind", "code", "name", "id")
        constraints = (
            *_gate("matter"),
            models.UniqueConstraint(
                fields=("organ", "kind", "name", "code"),
                condition=Q(removed_on=None) & ~Q(state="voided"),
                name="matter_once_in_organ",
                violation_error_message="这个事项已经在清单里，不重复登记。",
            ),
        )
        indexes = (models.Index(fields=("organ", "kind", "added_on"), name="matter_counted"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:matter", args=[self.pk])

    @property
    def kind_title(self) -> str:
        """What its kind is called."""
        return matter_titles().get(self.kind, self.kind)

    def clean(self) -> None:
        if self.kind not in rules().matters:
            raise ValidationError({"kind": "没有这种事项，请从列出的种类里选。"})
        _span_of_item(self)
        if self.online_on and self.added_on and self.online_on > timezone.localdate():
            raise ValidationError({"online_on": "这一天还没有到，开通以后再登记。"})


class MatterBatch(models.Model):
    """A batch of the inventory put online or joined up with another platform (事项清单一批上线、联通)."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="matter_batches")
    title = models.CharField("名称", max_length=100, help_text="例如 第六批垂管事项清单测试联通。")
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=500, blank=True)
    matters = models.ManyToManyField(Matter, verbose_name="事项", blank=True, related_name="batches")
    entered_by = _person("登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项清单的批次"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "on", "title"),
                condition=Q(voided_at=None),
                name="matter_batch_once",
                violation_error_message="这一批已经登记过了。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "这一天还没有到，上线以后再登记。"})


class Decision(Registered):
    """One decision (行政许可、行政处罚、行政强制): it counts in the year of ``decided_on``, whether public or not.

    ``subject`` (相对人) is encrypted; ``subject_shown`` is what lists and the public see: an organisation by its name, a
    person by the family name. ``changed_on``: the decision was changed, revoked or found unlawful or void.
    """

    kind = models.CharField("种类", max_length=30)
    number = models.CharField("决定书文号", max_length=60)
    decided_on = models.DateField("决定日期")
    is_person = models.BooleanField("相对人是自然人", default=False)
    subject = EncryptedTextField("相对人")
    subject_shown = models.CharField("相对人（公开的写法）", max_length=100, editable=False)
    content = models.CharField("内容", max_length=500)
    result = models.CharField("结果", max_length=500)
    basis = models.CharField("依据", max_length=500)
    item = models.ForeignKey(
        Item, verbose_name="公开的信息", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    address = models.URLField("公示的网址", max_length=300, blank=True)
    changed_on = models.DateField("变更、撤销日期", null=True, blank=True)
    changed_how = models.CharField("变更、撤销情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "处理决定"
        ordering = ("-decided_on", "-id")
        constraints = (
            *_gate("decision"),
            models.UniqueConstraint(
                fields=("organ", "kind", "number"),
                condition=~Q(state="voided"),
                name="decision_number_once",
                violation_error_message="这个文号的决定已经登记过，不重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(changed_on=None) | ~Q(changed_how=""), name="decision_changed_is_explained"
            ),
        )
        indexes = (models.Index(fields=("organ", "kind", "decided_on"), name="decision_counted"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:decision", args=[self.pk])

    @property
    def kind_title(self) -> str:
        """What its kind is called."""
        return decision_titles().get(self.kind, self.kind)

    def clean(self) -> None:
        if self.kind not in rules().decisions:
            raise ValidationError({"kind": "没有这种决定，请从列出的种类里选。"})
        if self.decided_on and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": "决定日期还没有到，作出决定以后再登记。"})
        if self.item is not None and (self.item.organ_id != self.organ_id or self.item.published_at is None):
            raise ValidationError({"item": "请选本机关已经公开的信息。"})
        if self.changed_on and self.changed_on < self.decided_on:
            raise ValidationError({"changed_on": "变更、撤销的日期比决定日期早，请核对。"})
        if self.changed_on and self.changed_on > timezone.localdate():
            raise ValidationError({"changed_on": "这一天还没有到。"})

    def clean_fields(self, exclude: Any = None) -> None:
        subject = (self.subject or "").strip()
        self.subject_shown = (mask_name(subject) if self.is_person else subject)[:100]
        super().clean_fields(exclude)


class Fee(Registered):
    """An administrative fee (行政事业性收费项目) with basis and standard."""

    name = models.CharField("项目名称", max_length=200)
    basis = models.CharField("依据", max_length=500)
    standard = models.CharField("标准", max_length=500)
    added_on = models.DateField("列入日期")
    removed_on = models.DateField("取消日期", null=True, blank=True)
    removed_why = models.CharField("取消理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政事业性收费项目"
        ordering = ("name", "id")
        constraints = (
            *_gate("fee"),
            models.UniqueConstraint(
                fields=("organ", "name"),
                condition=Q(removed_on=None) & ~Q(state="voided"),
                name="fee_once_in_organ",
                violation_error_message="这个收费项目已经登记过，不重复登记。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:fee", args=[self.pk])

    def clean(self) -> None:
        _span_of_item(self)


class FeeCollection(models.Model):
    """How much of a fee was collected in a period, in 元. Periods of one fee do not overlap."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    fee = models.ForeignKey(Fee, verbose_name="收费项目", on_delete=models.PROTECT, related_name="collections")
    since = models.DateField("起日")
    until = models.DateField("止日")
    amount = _yuan("金额（元）")
    source = models.CharField("来源", max_length=200, help_text="例如 财务账、非税收入系统。")
    entered_by = _person("登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "收费金额"
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="collection_days_in_order"),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="collection_voided_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fee}（{self.span}）"

    @property
    def span(self) -> Span:
        """The days."""
        return Span(self.since, self.until)

    def clean(self) -> None:
        if self.since and self.until:
            problem = span_problem(self.span, stock=False, today=timezone.localdate())
            if problem:
                raise ValidationError({"until": problem})


class ProcurementProject(Registered):
    """A project of central procurement (政府集中采购) with what was paid, in 元."""

    name = models.CharField("项目名称", max_length=200)
    number = models.CharField("项目编号", max_length=60, blank=True)
    on = models.DateField("日期")
    amount = _yuan("金额（元）")
    supplier = models.CharField("供应商", max_length=100, blank=True)
    item = models.ForeignKey(
        Item, verbose_name="公开的信息", null=True, blank=True, on_delete=models.PROTECT, related_name="procurement"
    )
    address = models.URLField("公告的网址", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "政府集中采购项目"
        ordering = ("-on", "-id")
        constraints = (
            *_gate("procurement"),
            models.UniqueConstraint(
                fields=("organ", "on", "name", "number"),
                condition=~Q(state="voided"),
                name="procurement_once",
                violation_error_message="这个采购项目已经登记过，不重复登记。",
            ),
        )
        indexes = (models.Index(fields=("organ", "on"), name="procurement_counted"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:procurement_project", args=[self.pk])

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "这一天还没有到，采购以后再登记。"})
        if self.item is not None and (self.item.organ_id != self.organ_id or self.item.published_at is None):
            raise ValidationError({"item": "请选本机关已经公开的信息。"})


class Tally(models.Model):
    """A sum taken over from another system (汇总数), with its source; it counts once a second person confirmed it.

    Zero is a record too: “本年没有” is a confirmed tally of 0.
    """

    class State(models.TextChoices):
        ENTERED = "entered", "等待核签"
        CONFIRMED = "confirmed", "已核签"
        VOIDED = "voided", "已作废"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="tallies")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ENTERED, editable=False)
    kind = models.CharField("汇总什么", max_length=30)
    since = models.DateField("起日")
    until = models.DateField("止日")
    count = models.PositiveIntegerField("件数", null=True, blank=True)
    amount = _yuan("金额（元）", null=True, blank=True)
    source = models.CharField("来源", max_length=200, help_text="从哪个系统、哪本台账里取得的。")
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.ForeignKey(
        StoredFile, verbose_name="佐证", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = _person("登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    confirmed_by = _person("核签人")
    confirmed_at = models.DateTimeField("核签时间", null=True, blank=True, editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "汇总数"
        ordering = ("-since", "kind", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="tally_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(confirmed_by__isnull=False) & Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("entered_by"))),
                name="tally_confirmed_by_another",
            ),
            models.CheckConstraint(condition=~Q(state="voided") | ~Q(void_reason=""), name="tally_voided_with_reason"),
        )
        indexes = (models.Index(fields=("organ", "kind", "since"), name="tally_of_organ"),)

    def __str__(self) -> str:
        return f"{self.kind_title}（{self.span}）"

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:tally", args=[self.pk])

    @property
    def kind_title(self) -> str:
        """What it sums up."""
        return tally_titles().get(self.kind, self.kind)

    @property
    def span(self) -> Span:
        """The days."""
        return Span(self.since, self.until)

    @property
    def is_zero(self) -> bool:
        """Whether it says that there was nothing."""
        return not self.count and not self.amount

    def clean(self) -> None:
        kind = rules().tallies.get(self.kind)
        if kind is None:
            raise ValidationError({"kind": "没有这种汇总数，请从列出的种类里选。"})
        problems = {}
        for name, wanted, title in (("count", kind.has_count, "件数"), ("amount", kind.has_amount, "金额")):
            given = getattr(self, name) is not None
            if wanted and not given:
                problems[name] = f"请填写{title}。本年没有的填0：空着不等于没有。"
            elif given and not wanted:
                problems[name] = f"“{kind.title}”不填{title}，请留空。"
        if self.since and self.until:
            problem = span_problem(self.span, stock=kind.stock, today=timezone.localdate())
            if problem:
                problems["until"] = problem
        if problems:
            raise ValidationError(problems)


def _span_of_item(item: Any) -> None:
    """Refuse days of adding and removing that cannot be."""
    today = timezone.localdate()
    if item.added_on and item.added_on > today:
        raise ValidationError({"added_on": "列入日期还没有到，列入以后再登记。"})
    if item.removed_on:
        if item.added_on and item.removed_on < item.added_on:
            raise ValidationError({"removed_on": "取消日期比列入日期早，请核对。"})
        if item.removed_on > today:
            raise ValidationError({"removed_on": "取消日期还没有到，取消以后再登记。"})
        if not item.removed_why.strip():
            raise ValidationError({"removed_why": "请写明取消的理由，例如 国发〔2020〕13号取消。"})
