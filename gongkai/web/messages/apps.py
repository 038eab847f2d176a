from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.messages"
    label = "public_messages"
    verbose_name = "公众留言"
