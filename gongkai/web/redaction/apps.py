from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.redaction"
    label = "redaction"
    verbose_name = "遮盖"

    def ready(self) -> None:
        from gongkai.web.applications import signals
        from gongkai.web.redaction import telling

        signals.acting.connect(telling.before_move, dispatch_uid="redaction.before_move")
        signals.composing.connect(telling.complete_letter, dispatch_uid="redaction.complete_letter")
        signals.erasing.connect(telling.erase, dispatch_uid="redaction.erase")
