from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.assessment"
    label = "assessment"
    verbose_name = "考核评议"

    def ready(self) -> None:
        from gongkai.web.assessment.counting import cases, publicity  # noqa: F401  they register what can be counted
