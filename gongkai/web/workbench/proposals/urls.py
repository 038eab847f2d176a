"""Addresses of proposals on the workbench."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
