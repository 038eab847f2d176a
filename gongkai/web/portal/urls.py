"""Addresses of the portal. Those of an organ begin with its code and come last."""

from django.urls import include, path

from gongkai.web.portal import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("items/", include("gongkai.web.portal.publishing.urls")),
    path("applications/", include("gongkai.web.portal.applications.urls")),
    path("annual-reports/", include("gongkai.web.portal.reports.urls")),
    path("<slug:code>/", home.organ, name="organ"),
]
