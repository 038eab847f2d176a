from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.publishing"
    label = "publishing"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Let the public stamps and what documents do to each other follow what is published."""
        from gongkai.web.publishing import relating, signals, stamps

        signals.published.connect(stamps.on_published)
        signals.changed.connect(stamps.on_changed)
        signals.published.connect(relating.on_published)
        signals.changed.connect(relating.on_changed)
