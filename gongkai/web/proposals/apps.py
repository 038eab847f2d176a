from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.proposals"
    label = "proposals"
    verbose_name = "建议提案"
