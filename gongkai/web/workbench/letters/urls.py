"""Addresses of 文书."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
