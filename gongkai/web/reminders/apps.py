from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.reminders"
    label = "reminders"
    verbose_name = "提醒"
