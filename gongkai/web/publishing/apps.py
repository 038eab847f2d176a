from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.publishing"
    label = "publishing"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Let the public stamps follow what is published."""
        from gongkai.web.publishing import signals, stamps

        signals.published.connect(stamps.on_published)
        signals.changed.connect(stamps.on_changed)
