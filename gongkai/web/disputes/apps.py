from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.disputes"
    label = "disputes"
    verbose_name = "行政复议和行政诉讼"
