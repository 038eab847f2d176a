from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.components"
    label = "components"
    verbose_name = "组件"

    def ready(self) -> None:
        from gongkai.web.components.field_messages import speak_plainly

        speak_plainly()
