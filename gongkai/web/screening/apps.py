from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.screening"
    label = "screening"
    verbose_name = "发布前筛查"

    def ready(self) -> None:
        from gongkai.web.publishing.signals import submitting
        from gongkai.web.screening.services import refuse_undecided

        submitting.connect(refuse_undecided, dispatch_uid="screening.submitting")
