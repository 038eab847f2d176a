from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.accountability"
    label = "accountability"
    verbose_name = "投诉和整改"
