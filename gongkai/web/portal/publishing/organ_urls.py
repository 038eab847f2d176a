"""Addresses below an organ's code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.publishing import catalogue, exports, feeds

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:column>/", catalogue.column, name="column"),
    path("catalogue/<slug:column>/feed.<slug:to>", feeds.column_feed, name="column_feed"),
    path("catalogue/<slug:column>/picture", catalogue.picture, name="column_picture"),
    path("catalogue.csv", exports.catalogue_csv, name="catalogue_csv"),
    path("feed.atom", feeds.organ_feed, {"to": "atom"}, name="feed"),
    path("feed.<slug:to>", feeds.organ_feed, name="organ_feed"),
]
