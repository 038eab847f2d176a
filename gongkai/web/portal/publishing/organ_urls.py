"""Addresses below an organ's code; each takes the keyword ``code``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
