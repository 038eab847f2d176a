"""Addresses below an organ's code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.applications import views

urlpatterns = [
    path("apply/", views.apply, name="apply"),
    path("apply/answers/", views.answers, name="application_answers"),
]
