"""Numbers for a monitoring system (Prometheus' text format) at ``/metrics``: how much, how long; never who or what.

Read from the machine itself, or from elsewhere with ``Authorization: Bearer`` and the token of ``GONGKAI_METRICS_TOKEN``.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Histogram(
    "gongkai_request_seconds",
    "Time that requests took, by route and status.",
    ("method", "route", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def observe(method: str | None, route: str, status: int, seconds: float) -> None:
    """Count a request. The route, not the address: addresses can hold the number of someone's application."""
    named = method if method in _METHODS else "other"
    REQUESTS.labels(named, route or "-", str(status)).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers; strangers are told that there is nothing."""
    if not _allowed(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Installation())  # type: ignore[arg-type]
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        text = generate_latest(registry)
    else:
        text = generate_latest(REGISTRY) + generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


class Installation:
    """What is asked of the database when the numbers are read."""

    def collect(self) -> Iterator[Any]:
        """The numbers by name."""
        from gongkai.web.log.models import Chain

        waiting, oldest = backlog()
        age = tick_age()
        events = Chain.objects.aggregate(sum=Sum("length"))["sum"] or 0
        yield GaugeMetricFamily("gongkai_tasks_waiting", "Tasks that wait for a worker.", value=waiting)
        yield GaugeMetricFamily(
            "gongkai_tasks_oldest_seconds",
            "How long the oldest has waited.",
            value=oldest.total_seconds() if oldest else 0,
        )
        yield GaugeMetricFamily("gongkai_tasks_failed", "Tasks that failed.", value=failed_tasks())
        yield GaugeMetricFamily("gongkai_events", "Events in the log.", value=events)
        yield GaugeMetricFamily(
            "gongkai_tick_age_seconds", "Since due work was done last.", value=age.total_seconds() if age else -1
        )


def backlog() -> tuple[int, timedelta | None]:
    """How many tasks wait, and how long the oldest of them has waited."""
    from django_tasks_db.models import DBTaskResult

    ready = DBTaskResult.objects.ready()
    oldest = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return ready.count(), timezone.now() - oldest if oldest else None


def failed_tasks() -> int:
    """How many tasks ended badly and are still on record."""
    from django_tasks_db.models import DBTaskResult

    return int(DBTaskResult.objects.failed().count())


def tick_age() -> timedelta | None:
    """Since when no due work was done; None when never."""
    from gongkai.web.operation.models import Job

    last = Job.objects.aggregate(last=Max("done_at"))["last"]
    return timezone.now() - last if last else None


def _allowed(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    # 经反向代理来的请求，对方地址是代理的，不能当作本机
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    return direct and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
