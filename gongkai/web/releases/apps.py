from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.releases"
    label = "releases"
    verbose_name = "发布渠道"
