from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.exemptions"
    label = "exemptions"
    verbose_name = "免于公开"

    def ready(self) -> None:
        """Let no proposal to withhold be submitted without an assessment."""
        from gongkai.web.exemptions.gate import on_submitting
        from gongkai.web.publishing.signals import submitting

        submitting.connect(on_submitting)
