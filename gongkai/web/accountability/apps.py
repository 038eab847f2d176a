from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.accountability"
    label = "accountability"
    verbose_name = "投诉和整改"

    def ready(self) -> None:
        from gongkai.web.accountability.access import POLICY, RECTIFICATION_POLICY
        from gongkai.web.accountability.models import Complaint, Rectification
        from gongkai.web.notes.kinds import register

        register(Complaint, POLICY, told={"edit_complaint": "修改投诉的登记内容"})
        register(Rectification, RECTIFICATION_POLICY)
