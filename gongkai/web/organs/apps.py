from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.organs"
    label = "organs"
    verbose_name = "机关与人员"
