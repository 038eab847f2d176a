from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        from gongkai.applications.letters import letter_kinds
        from gongkai.web.applications import filings, splitting
        from gongkai.web.applications.access import POLICY
        from gongkai.web.applications.letters import erase_letters
        from gongkai.web.applications.materials import erase_materials
        from gongkai.web.applications.models import Application
        from gongkai.web.applications.signals import acted, acting, erasing
        from gongkai.web.letters.registry import register
        from gongkai.web.notes.kinds import register as register_kind

        erasing.connect(erase_materials, dispatch_uid="applications.materials")
        erasing.connect(erase_letters, dispatch_uid="applications.letters")
        erasing.connect(filings.erase_filings, dispatch_uid="applications.filings")
        acting.connect(filings.as_evidence, dispatch_uid="applications.filings")
        acting.connect(splitting.check_merge, dispatch_uid="applications.merging")
        acted.connect(filings.take_up, dispatch_uid="applications.filings")
        acted.connect(splitting.note_merge, dispatch_uid="applications.merging")
        register("依申请公开", letter_kinds)
        told = {
            "assign": "交办",
            "edit_details": "填写补正的内容",
            "file_online": "申请人网上递交",
            "split_application": "拆分申请",
            "give_feedback": "申请人评价",
        }
        register_kind(Application, POLICY, told=told)
