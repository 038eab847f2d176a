from django.urls import path

from gongkai.web.components import pattern_page

urlpatterns = [path("", pattern_page.pattern_page, name="components")]
