from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.workbench"
    label = "workbench"
    verbose_name = "工作台"
