from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.operation"
    label = "operation"
    verbose_name = "运行"
