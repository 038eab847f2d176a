from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.holidays"
    label = "holidays"
    verbose_name = "工作日"
