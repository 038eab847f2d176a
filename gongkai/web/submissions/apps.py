from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.submissions"
    label = "submissions"
    verbose_name = "信息报送"
