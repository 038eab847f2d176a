from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.redaction"
    label = "redaction"
    verbose_name = "遮盖"
