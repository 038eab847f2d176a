from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.assessment"
    label = "assessment"
    verbose_name = "考核评议"
