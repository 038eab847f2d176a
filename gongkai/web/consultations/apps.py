from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.consultations"
    label = "consultations"
    verbose_name = "征集调查"

    def ready(self) -> None:
        from gongkai.web.consultations.access import POLICY
        from gongkai.web.consultations.models import Consultation
        from gongkai.web.notes.kinds import register

        register(Consultation, POLICY, told={"edit_consultation": "修改征集的内容"})
