"""Addresses of search."""

from django.urls import path

from gongkai.web.portal.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
]
