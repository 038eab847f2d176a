"""Addresses of 信息处理费."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
