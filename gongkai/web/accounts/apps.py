from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.accounts"
    label = "accounts"
    verbose_name = "登录"
