from django.urls import path

from gongkai.web.operation import health

urlpatterns = [path("healthz", health.healthz, name="healthz")]
