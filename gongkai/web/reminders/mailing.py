"""Reminders by mail: one a day to a person, without anybody's personal data, noted and committed before it is handed over.

With them goes what happened in followed cases until yesterday, and how many notes wait; of cases that the person may still read.

A crash between noting and handing over leaves the note as it is: such a mail is not sent again, and the page says so.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.services import record
from gongkai.web.notes.happenings import news_of
from gongkai.web.notes.sight import notes_for, watches_of, within_sight
from gongkai.web.reminders.models import MailAddress, Mailing, Reminder
from gongkai.web.reminders.wording import sentence

TRIES = 5
UNSURE_AFTER = timedelta(hours=1)
MOST_DAYS = 7
"""How many days back what happened in followed cases is told, where no mail went for longer."""
SHOWN = 8
"""So many happenings of a case a mail names, the latest."""
INTERRUPTED = "交出时程序中断，不知道邮件服务器收到没有；为免重复，没有再发。"
SEEN_MEANWHILE = "交出以前都已经看过，没有寄。"
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
        mailing = Mailing.objects.filter(person=kept.person, day=today).first()
        if mailing is None:
            mailing = Mailing(person=kept.person, day=today)
        elif mailing.state != State.FAILED or mailing.tries >= TRIES:
            continue
        count = reminders_for(mailing).count() + len(followed(mailing)) + len(waiting(mailing))
        if not count:
            continue
        mailing.state, mailing.count, mailing.tries, mailing.at = State.HANDING, count, mailing.tries + 1, now
        mailing.save()
        done += 1
        transaction.on_commit(partial(hand_over, mailing.pk))
    return done


def hand_over(key: int) -> None:
    """Give one mail to the server and note its answer."""
    mailing = Mailing.objects.select_related("person").get(pk=key)
    lines = [sentence(each) for each in reminders_for(mailing).order_by("due_on")]
    news, notes = followed(mailing), waiting(mailing)
    address = MailAddress.objects.get(person=mailing.person).address
    parts = [f"{len(lines)}件事项临近或者超过期限"] if lines else []
    parts += [f"{len(news)}件关注的案件有变动"] if news else []
    parts += ["有请您看的备注"] if notes else []
    subject = f"政府信息公开：{'，'.join(parts)}"
    body = [f"{mailing.person.name}："]
    body += ["", *lines] if lines else []
    body += ["", "您关注的案件：", *news] if news else []
    body += ["", *notes] if notes else []
    body += ["", "请登录工作台办理。这封邮件由系统发出，请不要回复。"]
    try:
        if parts:
            send_mail(subject, "\n".join(body), settings.MAIL_FROM, [address])
        mailing.state, mailing.told = State.SENT, "" if parts else SEEN_MEANWHILE
    except (SMTPException, OSError) as problem:
        mailing.state, mailing.told = State.FAILED, f"{type(problem).__name__}：{problem}"[:200]
    with transaction.atomic():
        mailing.save()
        record(
            mailing,
            "mail_reminders",
            by=SYSTEM,
            organ=None,
            facts={"count": mailing.count, "state": str(mailing.state)},
        )


def reminders_for(mailing: Mailing) -> QuerySet[Reminder]:
    """Of the reminders made on its day those that the person has not seen and may still know."""
    found = Reminder.objects.filter(person=mailing.person, seen_at=None, made_at__date=mailing.day)
    return within_sight(mailing.person, found, others=True)


def followed(mailing: Mailing) -> list[str]:
    """What happened in followed cases since the mail before, up to the day before this one: a line for each case, no names."""
    before = Mailing.objects.filter(person=mailing.person, day__lt=mailing.day).exclude(state=State.FAILED)
    last = before.order_by("-day").values_list("day", flat=True).first()
    since = max(last or date.min, mailing.day - timedelta(days=MOST_DAYS))
    watches = list(watches_of(mailing.person).order_by("id"))
    news = news_of(watches, since=_begin(since), until=_begin(mailing.day))
    lines = []
    for watch in watches:
        told = [f"{_day(each.at)}{each.title}" for each in news[watch.pk]]
        if told:
            more = f"等{len(told)}项" if len(told) > SHOWN else ""
            lines.append(f"{watch.name}：{'；'.join(told[-SHOWN:])}{more}。")
    return lines


def waiting(mailing: Mailing) -> list[str]:
    """How many notes written before the day wait for the person; nothing where a mail told of the newest before."""
    found = notes_for(mailing.person).filter(written_at__lt=_begin(mailing.day))
    last = Mailing.objects.filter(person=mailing.person, day__lt=mailing.day).exclude(state=State.FAILED)
    told = last.order_by("-day").values_list("day", flat=True).first()
    if told and not found.filter(written_at__gte=_begin(told)).exists():
        return []
    count = found.count()
    return [f"同事写在案件上的备注，有{count}条请您看。"] if count else []


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(moment: datetime) -> str:
    on = timezone.localdate(moment)
    return f"{on.month}月{on.day}日"
