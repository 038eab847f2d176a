from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.annualreport"
    label = "annualreport"
    verbose_name = "年度报告"

    def ready(self) -> None:
        from gongkai.web.annualreport.assessed import LateReports
        from gongkai.web.assessment.counting import register

        register("report_late", LateReports())
