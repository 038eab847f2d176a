from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.exchange"
    label = "exchange"
    verbose_name = "导入导出"
