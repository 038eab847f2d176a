"""Persons who sign in. What they may do follows from their appointments (``gongkai.web.organs``), not from here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.models import Device


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by their sign-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=(username or "").strip().lower())


class Person(AbstractBaseUser):  # type: ignore[django-manager-missing]
    """A member of staff. ``active`` is False for who has left: the record stays, for the log names it."""

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "登录名由小写字母、数字、点、横线组成，以字母或数字开头。")
        ],
        error_messages={"unique": "这个登录名已经有人用了，请换一个。"},
    )
    name = models.CharField("姓名", max_length=40)
    position = models.CharField("职务", max_length=60, blank=True)
    office_phone = models.CharField("办公电话", max_length=40, blank=True)
    active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    outside_id = models.CharField(
        "统一身份标识", max_length=200, blank=True, help_text="省、市统一身份认证平台给出的标识。"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    not_logged = ("password", "last_login")

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                fields=("outside_id",), condition=~models.Q(outside_id=""), name="outside_id_of_one_person"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """What Django asks before it lets someone in."""
        return self.active

    def clean(self) -> None:
        self.username = self.username.strip().lower()
        self.name = self.name.strip()

    def get_full_name(self) -> str:
        """The name, for validators of passwords."""
        return self.name


class Session(AbstractBaseSession):
    """A sign-in that can be listed and ended: whose, from where, when seen last."""

    person = models.ForeignKey(
        Person, verbose_name="人员", null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    address = models.GenericIPAddressField("网络地址", null=True, blank=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)
    started_at = models.DateTimeField("登录时间", default=timezone.now)
    seen_at = models.DateTimeField("最近使用", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        indexes = (models.Index(fields=("person", "-seen_at"), name="session_of_person"),)

    @property
    def mark(self) -> str:
        """What names the session on its owner's page: a digest, for the key itself would let anyone in who sees it."""
        return salted_hmac("session", self.session_key).hexdigest()[:32]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from gongkai.web.accounts.sessions import SessionStore

        return SessionStore


class OutsideFactor(Device):
    """Stands for the second factor that the province's sign-in asked for; only such a sign-in puts it into a session.

    It takes no code of its own: ``verify_token`` is False for everything.
    """

    class Meta(Device.Meta):
        verbose_name = verbose_name_plural = "统一身份认证的二次验证"
        constraints = (models.UniqueConstraint(fields=("user",), name="one_outside_factor_of_a_person"),)
