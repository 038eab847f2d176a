"""Releases of information through channels, official accounts, and what happened to website, accounts and columns."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.publishing.channels import channel_titles, channels
from gongkai.web.files.models import StoredFile
from gongkai.web.organs.models import Organ
from gongkai.web.publishing.models import Item, SiteColumn


class Account(models.Model):
    """An official account of an organ on a platform (国办发〔2018〕123号); ``platform`` is a channel that has accounts."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="official_accounts")
    platform = models.CharField("平台", max_length=30)
    name = models.CharField("账号名称", max_length=60)
    identifier = models.CharField("账号标识", max_length=100, blank=True, help_text="平台上的账号、群号或者主页网址。")
    manager = models.CharField("管理科室和责任人", max_length=60)
    opened_on = models.DateField("开设日期")
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    closed_why = models.CharField("关闭原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "官方账号"
        ordering = ("platform", "opened_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "platform", "name"),
                condition=Q(closed_on=None),
                name="account_once_on_platform",
                violation_error_message="这个平台上同名的账号已经登记过了。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        known = channels().get(self.platform)
        if known is None or not known.account:
            raise ValidationError({"platform": "没有这种平台，请从列出的平台里选。"})
        if self.opened_on and self.opened_on > timezone.localdate():
            raise ValidationError({"opened_on": "开设日期还没有到，开设以后再登记。"})
        if self.closed_on and self.opened_on and self.closed_on < self.opened_on:
            raise ValidationError({"closed_on": "关闭日期比开设日期早，请核对。"})
        if self.closed_on and self.closed_on > timezone.localdate():
            raise ValidationError({"closed_on": "关闭日期还没有到，关闭以后再登记。"})

    @property
    def platform_title(self) -> str:
        """What the platform is called."""
        return channel_titles().get(self.platform, self.platform)


class Release(models.Model):
    """One piece of information released once through one channel. Corrected by voiding with a reason, never deleted.

    ``on`` is the day of the release as people say it, ``recorded_at`` when the site learned of it. What the organ's own
    website releases is written by the system when it publishes (``recorded_by`` empty) and by nobody else.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "政务动态"
        OVERVIEW = "overview", "概况信息"
        CATALOGUE = "catalogue", "信息公开目录"
        OTHER = "other", "其他"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="releases")
    channel = models.CharField("渠道", max_length=30)
    item = models.ForeignKey(
        Item, verbose_name="信息", null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("内容类型", max_length=10, choices=Kind.choices, default=Kind.OTHER)
    on = models.DateField("发布日期")
    place = models.CharField("地点或者链接", max_length=300, blank=True)
    account = models.ForeignKey(
        Account, verbose_name="账号", null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    evidence = models.ForeignKey(
        StoredFile, verbose_name="佐证", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作废人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    void_reason = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "渠道发布"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "channel"),
                condition=Q(item__isnull=False, voided_at=None),
                name="release_of_item_once_in_channel",
                violation_error_message="这件信息在这个渠道已经登记过，同一渠道只数一次。原来登记错的，先作废再登记。",
            ),
            models.UniqueConstraint(
                fields=("organ", "channel", "on", "title"),
                condition=Q(item=None, voided_at=None),
                name="release_of_title_once_a_day",
                violation_error_message="同一天在这个渠道发布的这个标题已经登记过，不重复登记。",
            ),
            models.CheckConstraint(condition=Q(voided_at=None) | ~Q(void_reason=""), name="release_voided_with_reason"),
            models.CheckConstraint(
                condition=~Q(channel="website") | Q(item__isnull=False), name="release_on_website_is_of_an_item"
            ),
        )
        indexes = (
            models.Index(
                fields=("organ", "channel", "on", "kind"), condition=Q(voided_at=None), name="release_counted"
            ),
            models.Index(fields=("organ", "-on", "-id"), name="release_newest"),
        )

    def __str__(self) -> str:
        return f"{self.channel_title}：{self.title}"

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        return reverse("workbench:release", args=[self.pk])

    @property
    def channel_title(self) -> str:
        """What the channel is called."""
        return channel_titles().get(self.channel, self.channel)

    @property
    def late_days(self) -> int:
        """So many days after the release it was recorded."""
        return (timezone.localdate(self.recorded_at) - self.on).days

    def clean(self) -> None:
        known = channels().get(self.channel)
        if known is None:
            raise ValidationError({"channel": "没有这种渠道，请从列出的渠道里选。"})
        if self.on and not known.open_on(self.on):
            raise ValidationError({"channel": f"{self.on:%Y-%m-%d}这一天没有“{known.title}”这个渠道，请核对日期。"})
        if self.on and self.on > timezone.localdate(self.recorded_at):
            raise ValidationError({"on": "发布日期还没有到。发布以后再登记，不能预先登记。"})
        if self.item is not None:
            if self.item.organ_id != self.organ_id:
                raise ValidationError({"item": "这件信息不属于本机关，请另选。"})
            first = self.item.published_at
            if first is None:
                raise ValidationError({"item": "这件信息还没有公开。先审查后公开，公开以后才能登记别的渠道。"})
        if self.account is not None:
            self._check_account(self.account)

    def _check_account(self, account: Account) -> None:
        if account.organ_id != self.organ_id or account.platform != self.channel:
            raise ValidationError({"account": "这个账号不是本机关在这个渠道上的账号，请另选。"})
        if self.on and (account.opened_on > self.on or (account.closed_on and account.closed_on < self.on)):
            raise ValidationError({"account": f"账号“{account}”在{self.on:%Y-%m-%d}没有开着，请核对日期或者账号。"})


class PlatformEvent(models.Model):
    """What happened to the website, an account or a column: 改版, opened, merged, closed."""

    class Kind(models.TextChoices):
        REDESIGNED = "redesigned", "网站改版"
        ACCOUNT_OPENED = "account_opened", "开设账号"
        ACCOUNT_MERGED = "account_merged", "合并账号"
        ACCOUNT_CLOSED = "account_closed", "关闭账号"
        COLUMN_OPENED = "column_opened", "开设栏目"
        COLUMN_MERGED = "column_merged", "合并栏目"
        COLUMN_CLOSED = "column_closed", "关闭栏目"
        OTHER = "other", "其他"

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="platform_events")
    kind = models.CharField("事项", max_length=16, choices=Kind.choices)
    on = models.DateField("日期")
    title = models.CharField("名称", max_length=100, help_text="哪个网站、账号或者栏目。")
    note = models.CharField("说明", max_length=500, blank=True)
    account = models.ForeignKey(
        Account, verbose_name="账号", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    column = models.ForeignKey(
        SiteColumn, verbose_name="栏目", null=True, blank=True, on_delete=models.PROTECT, related_name="platform_events"
    )
    evidence = models.ForeignKey(
        StoredFile, verbose_name="佐证", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "平台大事"
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="platform_event_voided_with_reason"
            ),
        )
        indexes = (models.Index(fields=("organ", "kind", "on"), name="platform_event_of_organ"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"

    def clean(self) -> None:
        if self.on and self.on > timezone.localdate(self.recorded_at):
            raise ValidationError({"on": "这一天还没有到，发生以后再登记。"})
        for name in ("account", "column"):
            of = getattr(self, name)
            if of is not None and of.organ_id != self.organ_id:
                raise ValidationError({name: "不属于本机关，请另选。"})
