from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.normative"
    label = "normative"
    verbose_name = "行政规范性文件"
