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
    path("items/", include("gongkai.web.workbench.files.urls")),
    path("items/", include("gongkai.web.workbench.publishing.urls")),
    path("search/", include("gongkai.web.workbench.search.urls")),
    path("screening/", include("gongkai.web.workbench.screening.urls")),
    path("exemptions/", include("gongkai.web.workbench.exemptions.urls")),
    path("normative/", include("gongkai.web.workbench.normative.urls")),
    path("releases/", include("gongkai.web.workbench.releases.urls")),
    path("registers/", include("gongkai.web.workbench.registers.urls")),
    path("exchange/", include("gongkai.web.workbench.exchange.urls")),
    path("applications/", include("gongkai.web.workbench.applications.urls")),
    path("letters/", include("gongkai.web.workbench.letters.urls")),
    path("fees/", include("gongkai.web.workbench.fees.urls")),
    path("redaction/", include("gongkai.web.workbench.redaction.urls")),
    path("disputes/", include("gongkai.web.workbench.disputes.urls")),
    path("batches/", include("gongkai.web.workbench.batches.urls")),
    path("archives/", include("gongkai.web.workbench.archives.urls")),
    path("notes/", include("gongkai.web.workbench.notes.urls")),
    path("reminders/", include("gongkai.web.workbench.reminders.urls")),
    path("messages/", include("gongkai.web.workbench.messages.urls")),
    path("concerns/", include("gongkai.web.workbench.concerns.urls")),
    path("consultations/", include("gongkai.web.workbench.consultations.urls")),
    path("proposals/", include("gongkai.web.workbench.proposals.urls")),
    path("submissions/", include("gongkai.web.workbench.submissions.urls")),
    path("inspection/", include("gongkai.web.workbench.inspection.urls")),
    path("accountability/", include("gongkai.web.workbench.accountability.urls")),
    path("assessment/", include("gongkai.web.workbench.assessment.urls")),
    path("dashboards/", include("gongkai.web.workbench.dashboards.urls")),
    path("annual-reports/", include("gongkai.web.workbench.reports.urls")),
]
