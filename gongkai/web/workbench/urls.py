"""Addresses of the workbench. Every page is behind the sign-in (see ``workbench.entry``)."""

from django.urls import include, path

from gongkai.web.workbench import home

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("organ/<slug:code>/", home.switch_organ, name="switch_organ"),
    path("organs/", include("gongkai.web.workbench.organs.urls")),
    path("log/", include("gongkai.web.workbench.log.urls")),
    path("holidays/", include("gongkai.web.workbench.holidays.urls")),
    path("items/", include("gongkai.web.workbench.publishing.urls")),
    path("applications/", include("gongkai.web.workbench.applications.urls")),
    path("annual-reports/", include("gongkai.web.workbench.reports.urls")),
]
