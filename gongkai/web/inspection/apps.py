from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.inspection"
    label = "inspection"
    verbose_name = "网站检查"

    def ready(self) -> None:
        from gongkai.web.inspection import watching
        from gongkai.web.inspection.access import POLICY
        from gongkai.web.inspection.link_uses import note_links
        from gongkai.web.inspection.models import Problem
        from gongkai.web.notes.kinds import register
        from gongkai.web.publishing.signals import published

        published.connect(note_links, dispatch_uid="inspection.links")
        register(Problem, POLICY)
        watching.register_rules()
