"""The process beside the web server: tasks from the queue, and every minute what is due."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

from django.core.management import call_command
from django.db import close_old_connections, connections
from django_tasks import task_backends

from gongkai.web.operation.tick import run_due

EVERY_SECONDS = 60
_log = logging.getLogger("gongkai.worker")


def work(parent: int | None = None) -> None:
    """Work until a signal or the end of ``parent`` (the process that started this one)."""
    threading.Thread(target=_tick_on, name="tick", daemon=True).start()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    if _own_queue():
        call_command("db_worker", queue_name="*", interval=1, startup_delay=False, verbosity=0)
    else:
        # 任务交给别的队列时，这里只管到期的事
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        while True:
            time.sleep(3600)


def _own_queue() -> bool:
    from django_tasks_db.backend import DatabaseBackend

    return isinstance(task_backends["default"], DatabaseBackend)


def _tick_on() -> None:
    while True:
        close_old_connections()
        try:
            run_due()
        except Exception:
            _log.exception("tick failed")
            connections.close_all()
        time.sleep(EVERY_SECONDS)


def _end_with(parent: int) -> None:
    """``kill -9`` of the parent leaves no time for a message: look whether it is still there."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
