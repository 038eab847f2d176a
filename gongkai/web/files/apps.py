from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.files"
    label = "files"
    verbose_name = "文件"
