from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.concerns"
    label = "concerns"
    verbose_name = "回应关切"
