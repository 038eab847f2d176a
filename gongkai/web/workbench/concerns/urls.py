"""Addresses of concerns on the workbench."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
