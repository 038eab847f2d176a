"""Addresses of consultations on the workbench."""

from django.urls import path

from gongkai.web.workbench.consultations import drafting, opinions, settings, sheets, statistics, steps, views

urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("new/", drafting.new, name="consultation_new"),
    path("findings/", views.findings, name="consultation_findings"),
    path("statistics/", statistics.statistics, name="consultation_statistics"),
    path("statistics/records/", statistics.behind, name="consultations_behind"),
    path("periods/", settings.periods, name="consultation_periods"),
    path("periods/new/", settings.new, name="consultation_period_new"),
    path("<slug:number>/", views.consultation, name="consultation"),
    path("<slug:number>/edit/", drafting.edit, name="consultation_edit"),
    path("<slug:number>/files/add/", drafting.attach, name="consultation_attach"),
    path("<slug:number>/files/<uuid:key>/", views.file, name="consultation_file"),
    path("<slug:number>/files/<uuid:key>/remove/", drafting.remove_file, name="consultation_file_remove"),
    path("<slug:number>/questions/add/", drafting.add_question, name="question_add"),
    path("<slug:number>/questions/<int:pk>/", drafting.edit_question, name="question_edit"),
    path("<slug:number>/questions/<int:pk>/<slug:action>/", drafting.question_step, name="question_step"),
    path("<slug:number>/preview/", views.preview, name="survey_preview"),
    path("<slug:number>/opinions/", opinions.opinions, name="consultation_opinions"),
    path("<slug:number>/opinions/enter/", opinions.enter, name="opinion_enter"),
    path("<slug:number>/opinions/<int:serial>/", opinions.opinion, name="opinion"),
    path("<slug:number>/opinions/<int:serial>/personal-data/", opinions.reveal, name="opinion_reveal"),
    path("<slug:number>/groups/new/", opinions.new_group, name="opinion_group_new"),
    path("<slug:number>/groups/<int:pk>/", opinions.edit_group, name="opinion_group"),
    path("<slug:number>/sheets/enter/", sheets.enter, name="sheet_enter"),
    path("<slug:number>/results/", views.results, name="survey_results"),
    path("<slug:number>/results/<slug:what>.<slug:form>", sheets.export, name="survey_export"),
    path("<slug:number>/moves/<slug:name>/", steps.move, name="consultation_move"),
    path("<slug:number>/steps/<int:step>/amend/", steps.amend, name="consultation_amend"),
]
