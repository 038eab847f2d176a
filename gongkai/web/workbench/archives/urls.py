"""Addresses of 送达与归档."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
