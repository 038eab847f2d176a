from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.casework"
    label = "casework"
    verbose_name = "办理"
