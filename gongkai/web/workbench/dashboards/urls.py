"""Addresses of dashboards on the workbench."""

from django.urls import path

from gongkai.web.workbench.dashboards import export, overview, records

urlpatterns = [
    path("", overview.overview, name="dashboard"),
    path("coverage/", overview.covered, name="dashboard_coverage"),
    path("records/", records.behind, name="dashboard_records"),
    path("export.<slug:form>", export.figures, name="dashboard_export"),
    path("paper.<slug:form>", export.paper, name="dashboard_paper"),
    path("subjects/<slug:key>/", overview.subject, name="dashboard_subject"),
]
