"""Addresses of an organ's policy library, below its code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.policies import views

urlpatterns = [
    path("policies/", views.policies, name="organ_policies"),
    path("policies.csv", views.policies_csv, name="organ_policies_csv"),
]
