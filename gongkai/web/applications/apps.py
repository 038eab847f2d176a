from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        from gongkai.applications.letters import letter_kinds
        from gongkai.web.applications import filings, splitting
        from gongkai.web.applications.letters import erase_letters
        from gongkai.web.applications.materials import erase_materials
        from gongkai.web.applications.signals import acted, acting, erasing
        from gongkai.web.letters.registry import register

        erasing.connect(erase_materials, dispatch_uid="applications.materials")
        erasing.connect(erase_letters, dispatch_uid="applications.letters")
        erasing.connect(filings.erase_filings, dispatch_uid="applications.filings")
        acting.connect(filings.as_evidence, dispatch_uid="applications.filings")
        acting.connect(splitting.check_merge, dispatch_uid="applications.merging")
        acted.connect(filings.take_up, dispatch_uid="applications.filings")
        acted.connect(splitting.note_merge, dispatch_uid="applications.merging")
        register("依申请公开", letter_kinds)
