"""Addresses of submissions on the workbench."""

from django.urls import path

from gongkai.web.workbench.submissions import circulars, pieces, reports, rules, steps

urlpatterns = [
    path("", pieces.submissions, name="submissions"),
    path("new/", steps.new, name="new_submission"),
    path("report/", reports.report, name="submission_report"),
    path("report/export.<slug:form>", reports.export, name="submission_report_export"),
    path("report/pieces/", reports.behind, name="submissions_behind"),
    path("rules/", rules.rules, name="submission_rules"),
    path("rules/new/", rules.new, name="new_submission_rules"),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/new/", circulars.draw, name="draw_circular"),
    path("circulars/<int:pk>/", circulars.circular, name="circular"),
    path("circulars/<int:pk>/paper.<slug:form>", circulars.paper, name="circular_paper"),
    path("circulars/<int:pk>/edit/", circulars.edit, name="edit_circular"),
    path("circulars/<int:pk>/issue/", circulars.issue, name="issue_circular"),
    path("circulars/<int:pk>/<slug:action>/", circulars.step, name="circular_step"),
    path("adoptions/<int:pk>/strike/", steps.strike, name="strike_adoption"),
    path("<slug:number>/", pieces.submission, name="submission"),
    path("<slug:number>/file/", pieces.file, name="submission_file"),
    path("<slug:number>/adopt/", steps.adopt, name="adopt_submission"),
    path("<slug:number>/resubmit/", steps.resubmit, name="resubmit_submission"),
    path("<slug:number>/<slug:action>/", steps.refuse, name="refuse_submission"),
]
