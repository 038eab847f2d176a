"""Addresses of search."""

from django.urls import path

from gongkai.web.workbench.search import views

urlpatterns = [
    path("", views.words, name="search_words"),
    path("synonyms/<int:pk>/end/", views.end, name="end_search_synonyms"),
]
