"""The web server (gunicorn, in this process) and the worker beside it."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

_log = logging.getLogger("gongkai.serving")


class Worker:
    """The child process with tasks and schedule; started again when it dies, at most every few seconds."""

    PAUSE = 3.0

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = float("-inf")

    def keep(self) -> None:
        """See that it runs."""
        if self._process is not None and self._process.poll() is None:
            return
        if time.monotonic() - self._begun < self.PAUSE:
            return
        if self._process is not None:
            _log.warning("worker died and is started again")
        self._begun = time.monotonic()
        command = [sys.executable, "-m", "gongkai.cli.main", "site", "worker", "--parent", str(os.getpid())]
        self._process = subprocess.Popen(command)  # noqa: S603

    def end(self, seconds: float = 10.0) -> None:
        """Let it finish its task, then end it."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Lines(Logger):
    """gunicorn's own messages go where those of the site go, as JSON."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
        self.access_log.disabled = True


class _Arbiter(Arbiter):  # type: ignore[misc]
    """gunicorn's main loop, which looks after the worker as well (once a second)."""

    def __init__(self, app: Any) -> None:
        self.beside = Worker()
        super().__init__(app)

    def manage_workers(self) -> None:
        super().manage_workers()
        self.beside.keep()

    def stop(self, graceful: bool = True) -> None:
        super().stop(graceful)
        self.beside.end()


class Server(BaseApplication):  # type: ignore[misc]
    """The site under gunicorn with threads; the application is loaded once and shared by the processes."""

    def __init__(self, **given: Any) -> None:
        self.given = given
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "logger_class": Lines,
            "control_socket_disable": True,
            "proc_name": "gongkai",
            "child_exit": _forget_metrics,
            "post_fork": _new_connections,
            "server_software": "gongkai",
        }
        for name, value in (chosen | self.given).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application
        from django.urls import get_resolver

        # 地址和它们的页面在分出进程之前就装好，第一个来的人不必等
        application = get_wsgi_application()
        _ = get_resolver().url_patterns
        return application

    def run(self) -> None:
        _Arbiter(self).run()


def port_is_free(host: str, port: int) -> bool:
    """Whether the site can listen there. Raises ``OSError`` when the address is none of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as problem:
            if problem.errno in (98, 48, 10048):
                return False
            raise
    return True


def _new_connections(server: Any, worker: Any) -> None:
    from django.db import connections

    connections.close_all()


def _forget_metrics(server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
