from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.components"
    label = "components"
    verbose_name = "组件"
