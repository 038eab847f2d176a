"""Files of 规章 and 行政规范性文件, by whom and how they are registered, local periods, and clean-up rounds."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.casework import History, Table
from gongkai.publishing.normative import CONCLUSIONS, KINDS, NORMATIVE
from gongkai.publishing.normative_limits import BY_LAW, REGISTRATION, local_choices, normative_limits
from gongkai.publishing.registration_numbers import DASHES, FORM_TITLES, NumberForm, Scheme, WrongScheme, number_key
from gongkai.web.casework.models import Case
from gongkai.web.organs.models import Organ, Section
from gongkai.web.publishing.models import Item


def _day(facts: dict[str, Any], name: str) -> date | None:
    given = facts.get(name)
    return date.fromisoformat(given) if isinstance(given, str) else given


def _over(organ: Organ, field: str) -> Q:
    """Records whose organ is this one or stands above it."""
    keys = [int(key) for key in organ.path.strip("/").split("/") if key]
    return Q(**{f"{field}__in": keys})


class NormativeDocument(Case):
    """The file of a document from 立项 to its end. What it says is in ``item``, once its text is drafted there."""

    table: ClassVar[Table] = NORMATIVE

    section = models.ForeignKey(
        Section, verbose_name="起草科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("文件种类", max_length=30, choices=list(KINDS.items()))
    major = models.BooleanField("重大行政决策", default=False)
    item = models.OneToOneField(
        Item,
        verbose_name="公开的信息",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="normative_document",
    )
    document_number = models.CharField("文号", max_length=60, blank=True, editable=False)
    registration_number = models.CharField("统一编号", max_length=60, blank=True, editable=False)
    registration_key = models.CharField(max_length=60, blank=True, editable=False)
    signed_on = models.DateField("成文日期", null=True, blank=True, editable=False)
    published_on = models.DateField("公布日期", null=True, blank=True, editable=False)
    consulted_until = models.DateField("征求意见截止", null=True, blank=True, editable=False)
    evaluated_for = models.DateField("已经评估的有效期", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "行政规范性文件"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "registration_key"), condition=~Q(registration_key=""), name="registered_once_in_organ"
            ),
        )
        indexes = (models.Index(fields=("organ", "state"), name="normative_of_organ"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:normative_document", args=[self.pk])

    @property
    def kind_title(self) -> str:
        """规章 or 行政规范性文件."""
        return KINDS.get(self.kind, self.kind)

    def follow(self, history: History) -> tuple[str, ...]:
        """Repeat what its steps say: numbers and days."""
        facts: dict[str, Any] = {}
        for name in ("enter_history", "consult", "sign", "register", "register_elsewhere", "publish"):
            event = history.last(name)
            if event is not None:
                facts |= dict(event.facts) | ({"signed_on": event.on} if name == "sign" else {})
        self.document_number = str(facts.get("document_number", ""))
        self.registration_number = str(facts.get("registration_number", ""))
        self.registration_key = number_key(self.registration_number)[:60]
        self.signed_on, self.published_on = _day(facts, "signed_on"), _day(facts, "published_on")
        self.consulted_until = _day(facts, "ends_on")
        return (
            "document_number", "registration_number", "registration_key", "signed_on", "published_on", "consulted_until",
        )  # fmt: skip


class RegistrationRule(models.Model):
    """How documents of ``covers`` and the organs below it are registered and numbered from ``since`` on, as ``registrar`` decided.

    Of several, the one nearest to the organ holds, of those the latest. What is signed before ``since`` is history.
    """

    registrar = models.ForeignKey(Organ, verbose_name="登记机关", on_delete=models.PROTECT, related_name="+")
    covers = models.ForeignKey(
        Organ, verbose_name="适用机关（含下级）", on_delete=models.PROTECT, related_name="registration_rules"
    )
    since = models.DateField("从哪一天起")
    mode = models.CharField("办理方式", max_length=12)
    prefix = models.CharField("编号前缀", max_length=20, blank=True, help_text="例如 HCDR、青规。")
    form = models.CharField(
        "写法",
        max_length=10,
        choices=[(key.value, title) for key, title in FORM_TITLES.items()],
        default=NumberForm.DASHES.value,
    )
    dash = models.CharField("横线", max_length=1, choices=list(DASHES.items()), default="-")
    unit = models.CharField("机关代码", max_length=8, blank=True, help_text="写在序号前面，例如 004；没有的留空。")
    width = models.PositiveIntegerField("序号位数", default=0, help_text="不足的补零，例如 4；0表示不补零。")
    suffix = models.CharField("后缀", max_length=4, blank=True, help_text="例如 号；没有的留空。")
    basis = models.CharField("依据", max_length=200, help_text="由谁、哪份文件定的。")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "统一登记编号规则"
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("covers", "since"),
                name="registration_rule_once_a_day",
                violation_error_message="这个机关从这一天起的规则已经登记过了，请换一个日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.covers}：{self.mode_title}"

    @property
    def mode_title(self) -> str:
        """How it is done, in words."""
        return local_choices()[REGISTRATION].options.get(self.mode, self.mode)

    @property
    def scheme(self) -> Scheme:
        """How numbers look. Raises ``WrongScheme``."""
        return Scheme(self.prefix, NumberForm(self.form), self.dash, self.unit, self.width, self.suffix)

    def clean(self) -> None:
        if self.mode not in local_choices()[REGISTRATION].options:
            raise ValidationError({"mode": "没有这种办理方式，请从列出的里选。"})
        if not self.basis.strip():
            raise ValidationError({"basis": "请写明依据，例如 青石县行政规范性文件管理办法第二十条。"})
        if not self.covers.path.startswith(self.registrar.path):
            raise ValidationError({"covers": "登记机关只能规定自己和下级机关的办理方式。"})
        higher = RegistrationRule.objects.filter(_over(self.covers, "covers"), _over(self.registrar, "registrar"))
        higher = higher.exclude(registrar=self.registrar).select_related("registrar")
        if self._state.adding and (found := higher.first()) is not None:
            told = f"{found.registrar}已经写明了办理方式（{found.basis}），下级机关不能另定。确有不同的，由{found.registrar}为它写明。"
            raise ValidationError({"covers": told})
        if self.mode != "here":
            return
        try:
            series = self.scheme.series
        except WrongScheme as problem:
            raise ValidationError({"prefix": str(problem)}) from problem
        taken = RegistrationCounter.objects.filter(series=series).exclude(registrar=self.registrar).first()
        if taken is not None:
            raise ValidationError(
                {"prefix": f"这个前缀{taken.registrar}已经在用，同一个编号不能有两份文件，请换一个。"}
            )


class RegistrationCounter(models.Model):
    """The last serial given in a series and year; locked while the next is taken. Numbers are never given twice."""

    registrar = models.ForeignKey(Organ, verbose_name="登记机关", on_delete=models.PROTECT, related_name="+")
    series = models.CharField("编号系列", max_length=40)
    year = models.PositiveIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "统一编号流水"
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="registration_series_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.series}/{self.year}"


class LocalSetting(models.Model):
    """A period or a way of putting things that an organ sets for itself and those below it, from a day on, on a written basis."""

    organ = models.ForeignKey(
        Organ, verbose_name="适用机关（含下级）", on_delete=models.PROTECT, related_name="normative_settings"
    )
    key = models.CharField("事项", max_length=40)
    amount = models.PositiveIntegerField("数值", null=True, blank=True)
    choice = models.CharField("取法", max_length=40, blank=True)
    since = models.DateField("从哪一天起")
    basis = models.CharField("依据", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "期限的设定"
        ordering = ("key", "-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "key", "since"),
                name="normative_setting_once_a_day",
                violation_error_message="这一项从这一天起的设定已经登记过了，请换一个日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}：{self.value_title}"

    @property
    def title(self) -> str:
        """What is set."""
        if self.key in normative_limits():
            return normative_limits()[self.key][-1].title
        found = local_choices().get(self.key)
        return found.title if found else self.key

    @property
    def value_title(self) -> str:
        """How it is set, in words."""
        if self.key in normative_limits():
            return f"{self.amount}{normative_limits()[self.key][-1].unit.chinese}"
        found = local_choices().get(self.key)
        return found.options.get(self.choice, self.choice) if found else self.choice

    def clean(self) -> None:
        if not self.basis.strip():
            raise ValidationError({"basis": "请写明依据，例如 青石县行政规范性文件管理办法第十二条。"})
        higher = LocalSetting.objects.filter(_over(self.organ, "organ"), key=self.key).exclude(organ=self.organ)
        if self._state.adding and (found := higher.select_related("organ").first()) is not None:
            raise ValidationError({"key": f"{found.organ}已经为下级机关写明这一项（{found.basis}），不能另定。"})
        if self.key in BY_LAW:
            raise ValidationError({"key": "这一项由法律、行政法规规定，不能另定。"})
        if self.key in normative_limits():
            if not self.amount:
                raise ValidationError({"amount": "请填写不小于1的整数。"})
            self.choice = ""
        elif self.key in local_choices() and self.key != REGISTRATION:
            if self.choice not in local_choices()[self.key].options:
                raise ValidationError({"choice": "没有这种取法，请从列出的里选。"})
            self.amount = None
        else:
            raise ValidationError({"key": "没有这一项设定，请从列出的里选。"})


class CleanUp(models.Model):
    """A round in which all documents in force of an organ and those below it are gone through (清理)."""

    class State(models.TextChoices):
        OPEN = "open", "正在清理"
        CONCLUDED = "concluded", "已有结论，等待公布决定"
        APPLIED = "applied", "已经执行"

    class Kind(models.TextChoices):
        PERIODIC = "periodic", "定期清理"
        SPECIAL = "special", "专项清理"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="cleanups")
    title = models.CharField("名称", max_length=120)
    kind = models.CharField("种类", max_length=10, choices=Kind.choices, default=Kind.PERIODIC)
    subject = models.CharField("专项的内容", max_length=200, blank=True)
    as_of = models.DateField("清理哪一天现行有效的文件")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    decision = models.ForeignKey(
        Item,
        verbose_name="清理决定",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="cleanups",
    )
    applied_on = models.DateField("执行日期", null=True, blank=True, editable=False)
    begun_at = models.DateTimeField("开始时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文件清理"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:cleanup", args=[self.pk])

    def clean(self) -> None:
        if self.kind == self.Kind.SPECIAL and not self.subject.strip():
            raise ValidationError({"subject": "专项清理请写明清理哪一类内容，例如 涉及行政处罚的规定。"})


class CleanUpEntry(models.Model):
    """A document in a round with what becomes of it, and why."""

    cleanup = models.ForeignKey(CleanUp, verbose_name="清理", on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, verbose_name="文件", on_delete=models.PROTECT, related_name="cleanup_entries")
    conclusion = models.CharField("结论", max_length=10, choices=list(CONCLUSIONS.items()), blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    until = models.DateField("继续有效至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "清理的文件"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("cleanup", "item"), name="document_once_in_cleanup"),)

    def __str__(self) -> str:
        return f"{self.item}：{self.get_conclusion_display() or '还没有结论'}"
