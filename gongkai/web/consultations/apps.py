from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.consultations"
    label = "consultations"
    verbose_name = "征集调查"
