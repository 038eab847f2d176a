"""Addresses of the policy library of the whole site."""

from django.urls import path

from gongkai.web.portal.policies import views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("policies.csv", views.policies_csv, name="policies_csv"),
]
