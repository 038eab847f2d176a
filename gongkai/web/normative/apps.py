from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.normative"
    label = "normative"
    verbose_name = "行政规范性文件"

    def ready(self) -> None:
        """Stand before the reviewers, and let files follow what is published."""
        from gongkai.web.normative import gate
        from gongkai.web.publishing import signals

        signals.submitting.connect(gate.on_submitting)
        signals.published.connect(gate.on_published)
        signals.changed.connect(gate.on_changed)
