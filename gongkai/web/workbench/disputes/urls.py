"""Addresses of 行政复议和行政诉讼."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
