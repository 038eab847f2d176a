"""Due work, done once a minute at most: each job idempotent, in a transaction of its own, behind the lock of its row.

A subject adds its work by a function ``(now) -> int`` (how much was done) and a line in ``JOBS``. Jobs are named by their
path, so that this module stands below none of them and a part that is not installed is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from gongkai.web.operation.models import Job

_log = logging.getLogger("gongkai.tick")


@dataclass(frozen=True, slots=True)
class Due:
    """A job: ``path`` is the function, done no more often than ``every``."""

    name: str
    title: str
    path: str
    every: timedelta = timedelta(seconds=30)


JOBS = (
    Due("publish_due", "到时间的信息公开上网", "gongkai.web.publishing.services.publish_due"),
    Due(
        "refresh_deadlines", "刷新停止计算中的期限", "gongkai.web.operation.tick.refresh_deadlines", timedelta(hours=1)
    ),
    Due(
        "follow_documents",
        "规范性文件到期、废止、修改的标注",
        "gongkai.web.normative.following.follow_due",
        timedelta(hours=1),
    ),
    Due("search_catch_up", "检索补上晚到的附件文字", "gongkai.web.search.indexing.catch_up"),
    Due("forget_missed", "清理过期的检索统计", "gongkai.web.search.services.forget_missed", timedelta(hours=24)),
    Due(
        "check_links",
        "查外部链接打不打得开",
        "gongkai.web.screening.link_checking.check_links_due",
        timedelta(minutes=5),
    ),
    Due("run_batches", "执行到时间的批量办理", "gongkai.web.batches.running.run_due"),
    Due("remind", "提醒临近和超过的期限", "gongkai.web.reminders.services.remind", timedelta(minutes=30)),
    Due(
        "watch_columns",
        "提醒快要到期和逾期未更新的栏目",
        "gongkai.web.inspection.watching.watch",
        timedelta(hours=1),
    ),
    Due(
        "forget_survey_addresses",
        "销毁截止的调查里网络地址的标记",
        "gongkai.web.consultations.answering.forget_addresses",
        timedelta(hours=1),
    ),
    Due("mail_reminders", "寄出提醒的邮件", "gongkai.web.reminders.mailing.mail_due", timedelta(minutes=5)),
    Due("forget_sessions", "清理过期的登录会话", "gongkai.web.operation.tick.forget_sessions", timedelta(hours=6)),
    Due("forget_attempts", "清理过期的登录尝试记录", "gongkai.web.operation.tick.forget_attempts", timedelta(hours=24)),
    Due("forget_tasks", "清理办完的后台任务", "gongkai.web.operation.tick.forget_tasks", timedelta(hours=24)),
    Due(
        "forget_drafts",
        "清理过期的未提交申请",
        "gongkai.web.applications.drafts.forget_drafts",
        timedelta(hours=1),
    ),
    Due("sweep_files", "清理没有登记的上传文件", "gongkai.web.files.keeping.sweep", timedelta(hours=24)),
    Due("tune_database", "更新数据库的统计信息", "gongkai.web.operation.tick.tune_database", timedelta(hours=24)),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job."""

    name: str
    title: str
    told: str
    failed: bool = False


def run_due(now: datetime | None = None, *, force: bool = False) -> list[Outcome]:
    """Do every job that is due; one that fails does not stop the others."""
    moment = now or timezone.now()
    outcomes = (_run(due, work, moment, force) for due in JOBS if (work := _work(due.path)) is not None)
    return [outcome for outcome in outcomes if outcome is not None]


def _work(path: str) -> Callable[[datetime], int | None] | None:
    try:
        found: Callable[[datetime], int | None] = import_string(path)
    except ImportError:
        return None
    return found


def _run(due: Due, work: Callable[[datetime], int | None], now: datetime, force: bool) -> Outcome | None:
    Job.objects.get_or_create(name=due.name)
    try:
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            job = Job.objects.select_for_update(skip_locked=skip).filter(name=due.name).first()
            if job is None or (not force and job.done_at and now - job.done_at < due.every):
                return None
            done = work(now)
            told = "没有要办的" if not done else f"办了 {done} 件"
            job.done_at, job.failures, job.result = now, 0, told
            job.save(update_fields=["done_at", "failures", "result"])
    except Exception as problem:
        _log.exception("job failed", extra={"job": due.name})
        failed = Job.objects.get(name=due.name)
        failed.failed_at, failed.failures, failed.result = now, failed.failures + 1, type(problem).__name__
        failed.save(update_fields=["failed_at", "failures", "result"])
        return Outcome(due.name, due.title, "没有办成，原因见运行日志，下次再试", failed=True)
    if done:
        _log.info("job done", extra={"job": due.name, "count": done})
    return Outcome(due.name, due.title, told)


def refresh_deadlines(now: datetime) -> int:
    """Save anew the last day of open cases whose clock stands: it moves with every day that it stands."""
    from gongkai.web.casework.deadlines import kinds
    from gongkai.web.casework.services import counting_now, history_of, keep_up

    counting, today, changed = counting_now(), timezone.localdate(now), 0
    for kind in kinds():
        for case in kind._default_manager.select_for_update().filter(clock_status="standing"):
            before = (case.due_on, case.due_provisional)
            keep_up(case, history_of(case), counting, today)
            changed += (case.due_on, case.due_provisional) != before
    return changed


def forget_sessions(now: datetime) -> int:
    """Delete sessions that ended by themselves."""
    from gongkai.web.accounts.models import Session

    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_attempts(now: datetime) -> int:
    """Delete sign-in attempts older than 180 days, for which logs must be kept (《网络安全法》第二十一条：不少于六个月)."""
    from axes.models import AccessAttempt, AccessFailureLog, AccessLog

    old = now - timedelta(days=190)
    return sum(
        kind.objects.filter(attempt_time__lt=old).delete()[0] for kind in (AccessAttempt, AccessFailureLog, AccessLog)
    )


def forget_tasks(now: datetime) -> int:
    """Delete results of tasks that ended well a month ago."""
    from django_tasks_db.models import DBTaskResult

    ended = DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=now - timedelta(days=30))
    return ended.delete()[0]


def tune_database(now: datetime) -> int:
    """Let the database look at its tables again; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("PRAGMA optimize")
    return 0
