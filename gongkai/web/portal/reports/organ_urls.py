"""Addresses below an organ's code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.reports import views

urlpatterns = [
    path("annual-reports/", views.organ_reports, name="annual_reports"),
    path("annual-reports/<int:year>/", views.report, name="annual_report"),
    path("annual-reports/<int:year>/v<int:version>/", views.report, name="annual_report_version"),
    path("annual-reports/<int:year>/v<int:version>/<slug:to>/", views.download, name="annual_report_file"),
]
