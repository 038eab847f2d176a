"""Addresses of proposals on the portal."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
