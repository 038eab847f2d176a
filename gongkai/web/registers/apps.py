from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.registers"
    label = "registers"
    verbose_name = "事项与决定"
