"""Addresses of screening."""

from django.urls import path

from gongkai.web.workbench.screening import pages, words

urlpatterns = [
    path("", pages.text, name="screen_text"),
    path("items/<int:pk>/", pages.item, name="screening"),
    path("items/<int:pk>/again/", pages.again, name="screen_now"),
    path("words/", words.words, name="screening_words"),
    path("words/new/", words.new, name="new_screening_word"),
    path("words/import/", words.import_, name="import_screening_words"),
    path("words/export/", words.export, name="export_screening_words"),
    path("words/<int:pk>/", words.edit, name="screening_word"),
]
