"""Annual reports in the workbench."""

from django.urls import path

from gongkai.web.workbench.reports import drafts, files, views

urlpatterns = [
    path("", views.kept_reports, name="kept_reports"),
    path("upload/", views.upload, name="upload_report"),
    path("<int:pk>/", views.kept_report, name="kept_report"),
    path("<int:pk>/beside/", views.beside, name="report_beside"),
    path("<int:pk>/correct/", views.correct, name="correct_report"),
    path("<int:pk>/do/<slug:action>/", views.act, name="act_on_report"),
    path("<int:pk>/files/<slug:to>/", files.kept_file, name="kept_report_file"),
    path("drafts/", drafts.start, name="start_report_draft"),
    path("drafts/<int:pk>/", drafts.draft, name="report_draft"),
    path("drafts/<int:pk>/text/<slug:section>/", drafts.text, name="report_draft_text"),
    path("drafts/<int:pk>/figures/", drafts.figures, name="report_draft_figures"),
    path("drafts/<int:pk>/cells/<str:cell>/", drafts.cell, name="report_draft_cell"),
    path("drafts/<int:pk>/read-back/", drafts.read_back, name="report_draft_read_back"),
    path("drafts/<int:pk>/do/<slug:action>/", drafts.act, name="act_on_draft"),
    path("drafts/<int:pk>/files/<slug:to>/", files.draft_file, name="report_draft_file"),
]
