from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from gongkai.web.search.receivers import connect

        connect()
