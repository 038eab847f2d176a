from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.archives"
    label = "archives"
    verbose_name = "送达与归档"
