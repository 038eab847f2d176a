"""Reminders by mail: one a day to a person, without anybody's personal data, noted and committed before it is handed over.

A crash between noting and handing over leaves the note as it is: such a mail is not sent again, and the page says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import record
from gongkai.web.reminders.models import MailAddress, Mailing, Reminder
from gongkai.web.reminders.wording import sentence

TRIES = 5
UNSURE_AFTER = timedelta(hours=1)
INTERRUPTED = "交出时程序中断，不知道邮件服务器收到没有；为免重复，没有再发。"
State = Mailing.State


def mail_due(now: datetime) -> int:
    """Hand over today's mails, and again those that the server refused; nothing where no mail server is set."""
    interrupted = Mailing.objects.filter(state=State.HANDING, at__lt=now - UNSURE_AFTER)
    interrupted.update(state=State.FAILED, tries=TRIES, told=INTERRUPTED)
    if not settings.MAIL_FROM:
        return 0
    today, done = timezone.localdate(now), 0
    for kept in MailAddress.objects.filter(person__active=True).select_related("person"):
        if not kept.address:
            continue
        count = Reminder.objects.filter(person=kept.person, seen_at=None, made_at__date=today).count()
        if not count:
            continue
        mailing = Mailing.objects.filter(person=kept.person, day=today).first()
        if mailing is None:
            mailing = Mailing(person=kept.person, day=today)
        elif mailing.state != State.FAILED or mailing.tries >= TRIES:
            continue
        mailing.state, mailing.count, mailing.tries, mailing.at = State.HANDING, count, mailing.tries + 1, now
        mailing.save()
        done += 1
        transaction.on_commit(lambda key=mailing.pk: hand_over(key))  # type: ignore[misc]
    return done


def hand_over(key: int) -> None:
    """Give one mail to the server and note its answer."""
    mailing = Mailing.objects.select_related("person").get(pk=key)
    found = Reminder.objects.filter(person=mailing.person, seen_at=None, made_at__date=mailing.day).order_by("due_on")
    lines = [sentence(each) for each in found]
    address = MailAddress.objects.get(person=mailing.person).address
    subject = f"政府信息公开：{len(lines)}件事项临近或者超过期限"
    body = "\n".join([f"{mailing.person.name}：", "", *lines, "", "请登录工作台办理。这封邮件由系统发出，请不要回复。"])
    try:
        send_mail(subject, body, settings.MAIL_FROM, [address])
        mailing.state, mailing.told = State.SENT, ""
    except (SMTPException, OSError) as problem:
        mailing.state, mailing.told = State.FAILED, f"{type(problem).__name__}：{problem}"[:200]
    with transaction.atomic():
        mailing.save()
        record(
            mailing, "mail_reminders", by=SYSTEM, organ=None, facts={"count": len(lines), "state": str(mailing.state)}
        )
