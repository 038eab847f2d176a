from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.fees"
    label = "fees"
    verbose_name = "信息处理费"

    def ready(self) -> None:
        from gongkai.web.applications import signals
        from gongkai.web.fees import fields, following, gathering
        from gongkai.web.log.signals import appended

        signals.acting.connect(following.before_move, dispatch_uid="fees.before_move")
        signals.acted.connect(following.after_move, dispatch_uid="fees.after_move")
        signals.composing.connect(fields.complete_letter, dispatch_uid="fees.complete_letter")
        signals.gathering.connect(gathering.gather, dispatch_uid="fees.gather")
        appended.connect(following.after_entries, dispatch_uid="fees.after_entries")
