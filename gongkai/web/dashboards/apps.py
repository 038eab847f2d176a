from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.dashboards"
    label = "dashboards"
    verbose_name = "看板"
