from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.screening"
    label = "screening"
    verbose_name = "发布前筛查"
