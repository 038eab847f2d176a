from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.log"
    label = "log"
    verbose_name = "日志"
