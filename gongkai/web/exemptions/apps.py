from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.exemptions"
    label = "exemptions"
    verbose_name = "免于公开"
