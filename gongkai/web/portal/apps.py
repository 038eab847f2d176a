from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Let pages be made anew after everything that the public may see."""
        from gongkai.web.log.signals import appended
        from gongkai.web.portal import seen

        appended.connect(seen.on_appended, dispatch_uid="portal.seen")
