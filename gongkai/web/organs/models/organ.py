"""Organs in their hierarchy, their sections, their names over time, and what reorganisations made of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from gongkai.organs.codes import InvalidCode, check_region_code, check_site_code, check_uscc
from gongkai.organs.levels import KIND_TITLES, LEVEL_TITLES

slug = RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "网址标识由小写字母、数字和横线组成，例如 jingxin。")

RESERVED = frozenset(
    {
        "account", "admin", "annual-reports", "api", "applications", "complaints", "components", "concerns", "consultations",
        "feeds", "files", "healthz", "help", "items", "messages", "metrics", "open-data", "policies", "proposals", "search", "services", "sign-in", "sign-out", "site-map", "static", "workbench",
    }
)  # fmt: skip
"""First parts of addresses that pages of the site itself have; no organ can have one of them."""


def _checked(check: Any) -> Any:
    def validate(value: str) -> None:
        try:
            check(value)
        except InvalidCode as problem:
            raise ValidationError(str(problem)) from problem

    return validate


def validate_uscc(value: str) -> None:
    """As ``check_uscc``, for forms."""
    _checked(check_uscc)(value)


def validate_site_code(value: str) -> None:
    """As ``check_site_code``, for forms."""
    _checked(check_site_code)(value)


def validate_region_code(value: str) -> None:
    """As ``check_region_code``, for forms."""
    _checked(check_region_code)(value)


class Organ(models.Model):
    """An administrative organ (《条例》第二条). ``path`` holds the keys of those above it and its own, for questions about a whole branch."""

    name = models.CharField("机关全称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    code = models.CharField(
        "网址标识",
        max_length=40,
        unique=True,
        validators=[slug],
        error_messages={"unique": "这个网址标识已经有别的机关用了，请换一个。"},
    )
    parent = models.ForeignKey(
        "self", verbose_name="上级机关", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField("性质", max_length=20, choices=[(key.value, title) for key, title in KIND_TITLES.items()])
    level = models.CharField("层级", max_length=10, choices=[(key.value, title) for key, title in LEVEL_TITLES.items()])
    region_name = models.CharField("所在地区", max_length=60, blank=True, help_text="例如 青石县。")
    region_code = models.CharField("行政区划代码", max_length=6, blank=True, validators=[validate_region_code])
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[validate_uscc])
    site_code = models.CharField("网站标识码", max_length=10, blank=True, validators=[validate_site_code])
    address = models.CharField("办公地址", max_length=120, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("公开电话", max_length=60, blank=True)
    email = models.EmailField("公开邮箱", blank=True)
    hours = models.CharField("受理时间", max_length=120, blank=True)
    established_on = models.DateField("设立日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)
    path = models.CharField(max_length=200, editable=False, db_index=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "机关"
        ordering = ("order", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("uscc",),
                condition=~models.Q(uscc=""),
                name="uscc_of_one_organ",
                violation_error_message="这个统一社会信用代码已经登记在另一个机关名下，请核对。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.uscc = self.uscc.strip().upper()
        if self.code in RESERVED:
            raise ValidationError({"code": "这个网址标识是系统自己用的，请换一个。"})
        if self.parent_id and self.pk and (self.parent_id == self.pk or self.parent.path.startswith(self.path or "?")):  # type: ignore[union-attr]
            raise ValidationError({"parent": "上级机关不能是本机关或者本机关的下级，请另选。"})
        if self.established_on and self.dissolved_on and self.dissolved_on < self.established_on:
            raise ValidationError({"dissolved_on": "撤销日期早于设立日期，请核对。"})

    @cached_property
    def has_below(self) -> bool:
        """Whether an organ stands below this one; looked up once, unless it came along as ``any_below``."""
        known = self.__dict__.get("any_below")
        return self.children.exists() if known is None else bool(known)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the paths of the branch right."""
        before = self.path
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path == before:
            return
        self.path = path
        Organ.objects.filter(pk=self.pk).update(path=path)
        if before:
            for below in Organ.objects.filter(path__startswith=before).exclude(pk=self.pk):
                Organ.objects.filter(pk=below.pk).update(path=path + below.path.removeprefix(before))

    not_logged = ("path",)

    def get_absolute_url(self) -> str:
        """The organ's page on the portal."""
        return f"/{self.code}/"

    @property
    def exists_now(self) -> bool:
        """Whether it has not been dissolved. A date in the future does not count yet."""
        return self.dissolved_on is None or self.dissolved_on > timezone.localdate()

    def is_below(self, other: Organ) -> bool:
        """Whether it stands below ``other`` in the hierarchy, at any depth."""
        return self.pk != other.pk and self.path.startswith(other.path)


class OrganName(models.Model):
    """A name that an organ bore before, with the days from and to which it held."""

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField("名称", max_length=120)
    until = models.DateField("用到哪一天")
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ("-until",)

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """An internal section of an organ (内设机构)."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="sections")
    name = models.CharField("科室名称", max_length=60)
    duties = models.TextField("职责", blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    order = models.PositiveIntegerField("排列次序", default=100)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        ordering = ("order", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "name"),
                condition=models.Q(closed_on=None),
                name="section_name_once_in_organ",
                violation_error_message="这个机关已经有同名的科室。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reorganisation(models.Model):
    """A merger, split, renaming or change of superior, by whose decision, from which day."""

    class Kind(models.TextChoices):
        MERGE = "merge", "合并"
        SPLIT = "split", "分设"
        RENAME = "rename", "更名"
        MOVE = "move", "改变隶属"
        DISSOLVE = "dissolve", "撤销"

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    on = models.DateField("生效日期")
    basis = models.CharField("依据", max_length=200, help_text="批准机构改革的文件名称和文号。")
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构调整"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.on:%Y-%m-%d}）"


class Succession(models.Model):
    """Which organ took over from which; ``what`` says which of its functions."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="succeeds", null=True, blank=True)
    what = models.CharField("承接的职能", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "职能承接"

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '不再行使'}"
