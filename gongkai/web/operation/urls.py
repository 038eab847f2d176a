from django.urls import path

from gongkai.web.operation import health, metrics

urlpatterns = [path("healthz", health.healthz, name="healthz"), path("metrics", metrics.metrics, name="metrics")]
