"""Addresses of 文书: templates and settings of the organ, and the letters of a case."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.letters import views, wordings

urlpatterns = [
    path("", wordings.templates, name="letter_templates"),
    path("settings/", wordings.settings, name="letter_settings"),
    path("templates/<str:kind>/", wordings.template, name="letter_template"),
    path("of/<slug:number>/<int:pk>/", views.letter, name="letter"),
    path("of/<slug:number>/<int:pk>/<str:to>/", views.letter_file, name="letter_file"),
    path("of/<slug:number>/new/<str:kind>/", views.compose_letter, name="letter_compose"),
]
