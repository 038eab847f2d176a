from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.batches"
    label = "batches"
    verbose_name = "批量办理"
