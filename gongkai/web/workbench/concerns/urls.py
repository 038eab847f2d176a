"""Addresses of concerns on the workbench."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.concerns import meetings, statistics, views

urlpatterns = [
    path("", views.concerns_list, name="concerns"),
    path("new/", views.register, name="concern_register"),
    path("statistics/", statistics.statistics, name="concern_statistics"),
    path("statistics/<str:key>/", statistics.records, name="concern_records"),
    path("meetings/", meetings.meetings_list, name="meetings"),
    path("meetings/new/", meetings.enter, name="meeting_enter"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<int:pk>/<slug:action>/", meetings.act, name="meeting_act"),
    path("questions/<int:pk>/<slug:action>/", meetings.question, name="meeting_question"),
    path("<slug:number>/", views.concern, name="concern"),
    path("<slug:number>/proof/", views.proof, name="concern_proof"),
    path("<slug:number>/edit/", views.edit, name="concern_edit"),
    path("<slug:number>/moves/<slug:name>/", views.move, name="concern_move"),
    path("<slug:number>/steps/<int:step>/amend/", views.amend, name="concern_amend"),
    path("<slug:number>/responses/<int:response>/withdraw/", views.withdraw, name="concern_withdraw"),
]
