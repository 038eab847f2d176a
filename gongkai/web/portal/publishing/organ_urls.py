"""Addresses below an organ's code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.publishing import catalogue, exports

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:column>/", catalogue.column, name="column"),
    path("catalogue.csv", exports.catalogue_csv, name="catalogue_csv"),
    path("feed.atom", exports.feed, name="feed"),
]
