from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        from gongkai.web.applications.materials import erase_materials
        from gongkai.web.applications.signals import erasing

        erasing.connect(erase_materials, dispatch_uid="applications.materials")
