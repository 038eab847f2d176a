from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.annualreport"
    label = "annualreport"
    verbose_name = "年度报告"
