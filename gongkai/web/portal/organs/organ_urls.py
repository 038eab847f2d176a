"""Addresses of an organ's guide and rules, below its code; each takes the keyword ``code``."""

from django.urls import path

from gongkai.web.portal.organs import views

urlpatterns = [
    path("guide/", views.guide, name="guide"),
    path("guide/<int:number>/", views.guide, name="guide_version"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:document>/", views.document, name="document"),
    path("rules/<slug:document>/<int:number>/", views.document, name="document_version"),
]
