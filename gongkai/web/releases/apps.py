from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.releases"
    label = "releases"
    verbose_name = "发布渠道"

    def ready(self) -> None:
        from gongkai.web.publishing.signals import published
        from gongkai.web.releases.receivers import on_published

        published.connect(on_published, dispatch_uid="releases.website")
