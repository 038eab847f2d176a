from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.concerns"
    label = "concerns"
    verbose_name = "舆情回应和与公众见面"

    def ready(self) -> None:
        from gongkai.web.concerns.access import POLICY
        from gongkai.web.concerns.models import Concern
        from gongkai.web.notes.kinds import register

        register(Concern, POLICY, told={"edit_concern": "修改舆情的登记内容", "withdraw_response": "撤下舆情回应"})
