from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.notes"
    label = "notes"
    verbose_name = "办理备注和关注"
