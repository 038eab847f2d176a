"""Addresses of concerns and meetings on the portal."""

from __future__ import annotations

from django.urls import path

from gongkai.web.portal.concerns import views

urlpatterns = [
    path("", views.entrance, name="concerns"),
    path("responses/", views.responses, name="concern_responses"),
    path("responses/<int:pk>/", views.response, name="concern"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/ask/", views.ask, name="meeting_ask"),
]
