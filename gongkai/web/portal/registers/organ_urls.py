"""Addresses of the public registers below an organ's code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.registers.lists import LISTS, page, table

urlpatterns = [
    *(path(f"{key}/", page, {"key": key}, name=f"public_{key}") for key in LISTS),
    *(path(f"{key}.csv", table, {"key": key}, name=f"{key}_csv") for key in LISTS),
]
