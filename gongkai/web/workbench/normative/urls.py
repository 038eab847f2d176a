"""Addresses of the work on normative documents, relations and interpretations."""

from django.urls import path

from gongkai.web.workbench.normative import cleanups, counting, documents, relations, reminders, ruling, steps

urlpatterns = [
    path("", documents.documents, name="normative_documents"),
    path("new/", documents.new, name="normative_new"),
    path("history/", documents.history, name="normative_history"),
    path("due/", reminders.due, name="normative_due"),
    path("interpretations/", reminders.interpreting, name="normative_interpretations"),
    path("numbers/", counting.numbers, name="normative_numbers"),
    path("rules/", ruling.rules, name="normative_rules"),
    path("rules/new/", ruling.new_rule, name="normative_new_rule"),
    path("settings/new/", ruling.new_setting, name="normative_new_setting"),
    path("cleanups/", cleanups.cleanups, name="cleanups"),
    path("cleanups/new/", cleanups.new, name="new_cleanup"),
    path("cleanups/<int:pk>/", cleanups.cleanup, name="cleanup"),
    path("cleanups/<int:pk>/finish/", cleanups.finish, name="cleanup_finish"),
    path("cleanups/<int:pk>/apply/", cleanups.apply, name="cleanup_apply"),
    path("cleanups/<int:pk>/lists.<slug:to>", cleanups.lists, name="cleanup_lists"),
    path("relations/<int:pk>/", relations.relations, name="item_relations"),
    path("relations/<int:pk>/<int:relation>/end/", relations.end, name="item_relation_end"),
    path("<int:pk>/", documents.document, name="normative_document"),
    path("<int:pk>/text/", steps.text, name="normative_text"),
    path("<int:pk>/moves/<slug:name>/", steps.move, name="normative_move"),
]
