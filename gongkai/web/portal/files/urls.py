"""Addresses of public files and of the pages that say the same."""

from django.urls import path

from gongkai.web.portal.files.files import file, preview

urlpatterns = [
    path("<uuid:key>/preview/", preview, name="file_preview"),
    path("<uuid:key>/<str:name>", file, name="file"),
]
