from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.disputes"
    label = "disputes"
    verbose_name = "行政复议和行政诉讼"

    def ready(self) -> None:
        from gongkai.web.applications.signals import acted, acting, erasing, gathering
        from gongkai.web.disputes import following
        from gongkai.web.disputes.access import POLICY
        from gongkai.web.disputes.models import Dispute
        from gongkai.web.notes.kinds import register

        acting.connect(following.refuse_past_the_dispute, dispatch_uid="disputes.acting")
        acted.connect(following.note_fulfilment, dispatch_uid="disputes.acted")
        erasing.connect(following.erase_with_the_application, dispatch_uid="disputes.erasing")
        gathering.connect(following.gather_into_the_file, dispatch_uid="disputes.gathering")
        register(Dispute, POLICY, told={"edit_dispute": "修改案件的登记内容", "add_paper": "存入案件材料"})
