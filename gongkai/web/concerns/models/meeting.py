"""Meetings with the public: press conferences, interviews, hearings of opinion, open days; and what the public asks there."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gongkai.engagement.concerns.choices import meeting_kinds, title_of
from gongkai.web.privacy.fields import EncryptedTextField
from gongkai.web.publishing.models import Item

INTERPRETATIONS = "interpretations"


class PublicMeeting(models.Model):
    """One meeting, counted once in its kind. ``part`` tells one that the organ held from one of another organ that it attended.

    ``policy`` is the document that it interprets; ``item`` the interpretation as published on the site, which is counted there, so
    that the meeting is one interpretation and one meeting, and neither twice.
    """

    class Part(models.TextChoices):
        HELD = "held", "组织召开"
        ATTENDED = "attended", "参加"

    class State(models.TextChoices):
        PREPARED = "prepared", "筹备中"
        ANNOUNCED = "announced", "已预告"
        HELD = "held", "已举行"
        CANCELLED = "cancelled", "已取消"

    organ = models.ForeignKey("organs.Organ", verbose_name="机关", on_delete=models.PROTECT, related_name="meetings")
    section = models.ForeignKey(
        "organs.Section", verbose_name="承办科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("种类", max_length=20)
    part = models.CharField("组织还是参加", max_length=10, choices=Part.choices, default=Part.HELD)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PREPARED, editable=False)
    title = models.CharField("主题", max_length=120)
    about = models.TextField("简介", max_length=2000, blank=True)
    starts_at = models.DateTimeField("开始的时刻")
    ends_at = models.DateTimeField("结束的时刻", null=True, blank=True)
    on = models.DateField("日期", editable=False)
    place = models.CharField("地点或者网址", max_length=200)
    hosts = models.CharField("主办单位", max_length=200, blank=True)
    participants = models.CharField(
        "出席人员", max_length=500, blank=True, help_text="发言的负责同志的姓名和职务。不写公众、记者的姓名。"
    )
    head_attended = models.BooleanField("主要负责人参加", default=False)
    takes_questions = models.BooleanField("在网上收提问", default=False)
    policy = models.ForeignKey(
        Item, verbose_name="解读的政策", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        Item, verbose_name="发布的解读信息", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    transcript = models.TextField("实录", max_length=60000, blank=True)
    announced_at = models.DateTimeField("预告时间", null=True, blank=True, editable=False)
    cancelled_why = models.CharField("取消的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发布会、访谈和座谈"
        ordering = ("-starts_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organ", "kind", "starts_at", "title"),
                condition=~models.Q(state="cancelled"),
                name="meeting_registered_once",
                violation_error_message="同一时间、同一主题的这种活动已经登记过，一次只计一次。",
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=models.Q(item__isnull=False) & ~models.Q(state="cancelled"),
                name="meeting_one_for_an_interpretation",
                violation_error_message="这件解读信息已经连着另一场活动，一件解读只计一次。",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="结束的时刻应晚于开始的时刻。",
            ),
        )
        indexes = (
            # 统计只读这个索引，不读各行：实录很长
            models.Index(
                fields=("organ", "state", "on", "kind", "part", "head_attended", "policy", "item"),
                name="meeting_counted",
            ),
            models.Index(fields=("state", "starts_at"), name="meeting_coming"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the workbench."""
        return reverse("workbench:meeting", args=[self.pk])

    def clean(self) -> None:
        found: dict[str, str] = {}
        kind = meeting_kinds().get(self.kind)
        if kind is None:
            found["kind"] = "请选择种类。"
        elif self.part == self.Part.ATTENDED and not kind.attended:
            found["part"] = f"{kind.title}只登记本机关组织的。"
        if kind is not None and self.takes_questions and (not kind.questions or self.part != self.Part.HELD):
            found["takes_questions"] = f"只有本机关举办的在线访谈、直播在网上收提问，{kind.title}请不要勾选。"
        if self.section is not None and self.section.organ_id != self.organ_id:
            found["section"] = "请选择本机关的科室。"
        if self.item is not None and self.item.genre != INTERPRETATIONS:
            found["item"] = "这里连的应是解读信息（体裁是政策解读）。解读的政策文件请填在“解读的政策”一栏。"
        if self.item is not None and self.item.organ_id != self.organ_id:
            found["item"] = "请选择本机关发布的解读信息。"
        if self.policy is not None and self.policy.genre == INTERPRETATIONS:
            found["policy"] = "这里填被解读的政策文件；解读信息请填在“发布的解读信息”一栏。"
        for name in ("policy", "item"):
            linked = getattr(self, name)
            if linked is not None and linked.state == Item.State.UNPUBLISHED:
                found[name] = "这件信息还没有公开，公开以后再连。"
        if found:
            raise ValidationError(found)

    def save(self, *args: object, **kwargs: object) -> None:
        """The day in Beijing goes with the moment."""
        self.on = timezone.localdate(self.starts_at)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # the arguments of Django's own

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        return title_of("meetings", self.kind)

    @property
    def is_public(self) -> bool:
        """Whether the portal shows it."""
        return self.state in (self.State.ANNOUNCED, self.State.HELD) and (
            self.part == self.Part.HELD or self.state == self.State.HELD
        )

    def open_to_questions(self, now: object = None) -> bool:
        """Whether the public may ask now: from the announcement until the end, or, without one, the end of the day."""
        moment = now or timezone.now()
        if self.state != self.State.ANNOUNCED or not self.takes_questions:
            return False
        if self.ends_at is not None:
            return bool(moment <= self.ends_at)  # type: ignore[operator]  # moments both
        return timezone.localdate(moment) <= self.on  # type: ignore[arg-type]  # a moment

    @property
    def begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    @property
    def interprets(self) -> bool:
        """Whether it interprets a policy."""
        return self.policy_id is not None or self.item_id is not None


class AskedQuestion(models.Model):
    """What somebody asked online. ``asked`` is as it was written, encrypted; ``wording`` what the public reads once it was let through."""

    class State(models.TextChoices):
        ASKED = "asked", "待审核"
        PASSED = "passed", "待回答"
        DECLINED = "declined", "不采用"
        DRAFTED = "drafted", "答复待审核"
        ANSWERED = "answered", "已答复"

    meeting = models.ForeignKey(PublicMeeting, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED, editable=False)
    asked = EncryptedTextField("提问原文")
    asked_at = models.DateTimeField("提问时间")
    submission_token = models.CharField("提交凭据", max_length=64, unique=True, null=True, blank=True, editable=False)
    wording = models.TextField("公开的提问", max_length=500, blank=True)
    declined_why = models.CharField("不采用的理由", max_length=300, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审核人", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    answer = models.TextField("答复", max_length=4000, blank=True)
    live = models.BooleanField("当场回答", default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟答人", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    due_on = models.DateField("答复的最后一日", null=True, blank=True)
    opinion = models.CharField("审核意见", max_length=300, blank=True)

    not_logged = ("submission_token",)

    class Meta:
        verbose_name = verbose_name_plural = "访谈提问"
        ordering = ("meeting", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("asked", "declined")) | ~models.Q(wording=""),
                name="question_worded_when_passed",
            ),
        )
        indexes = (models.Index(fields=("meeting", "state", "id", "live"), name="question_of_meeting"),)

    def __str__(self) -> str:
        return f"{self.meeting}的提问{self.pk}"

    @property
    def in_time(self) -> bool | None:
        """Whether it was answered within the limit; None without a limit or an answer."""
        if self.answered_on is None or (self.due_on is None and not self.live):
            return None
        return self.live or (self.due_on is not None and self.answered_on <= self.due_on)
