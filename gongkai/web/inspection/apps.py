from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.inspection"
    label = "inspection"
    verbose_name = "网站检查"
