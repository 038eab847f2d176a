"""Addresses of messages from the public."""

from __future__ import annotations

from django.urls import path

from gongkai.web.workbench.messages import imports, questions, registration, rules, statistics, steps, views

urlpatterns = [
    path("", views.messages_list, name="messages"),
    path("new/", registration.register, name="message_register"),
    path("parts/", views.parts, name="message_parts"),
    path("parts/<int:pk>/", steps.part, name="message_part"),
    path("statistics/", statistics.statistics, name="message_statistics"),
    path("statistics/messages/", statistics.counted, name="message_counted"),
    path("rules/", rules.rules, name="message_rules"),
    path("rules/limits/new/", rules.set_limit, name="message_limit"),
    path("rules/categories/new/", rules.add_category, name="message_category"),
    path("rules/categories/<int:pk>/close/", rules.close_category, name="message_category_close"),
    path("imports/", imports.imports, name="message_imports"),
    path("imports/new/", imports.upload, name="message_import_upload"),
    path("imports/template/", imports.template, name="message_import_template"),
    path("imports/<int:pk>/", imports.run, name="message_import"),
    path("imports/<int:pk>/<slug:action>/", imports.act, name="message_import_act"),
    path("questions/", questions.publications, name="publications"),
    path("questions/new/", questions.prepare, name="publication_prepare"),
    path("questions/<int:pk>/", questions.publication, name="publication"),
    path("questions/<int:pk>/edit/", questions.edit, name="publication_edit"),
    path("questions/<int:pk>/review/", questions.review, name="publication_review"),
    path("questions/<int:pk>/withdraw/", questions.withdraw, name="publication_withdraw"),
    path("<slug:number>/", views.message, name="message"),
    path("<slug:number>/personal-data/", views.reveal, name="message_reveal"),
    path("<slug:number>/proof/", views.proof, name="message_proof"),
    path("<slug:number>/moves/<slug:name>/", steps.move, name="message_move"),
    path("<slug:number>/steps/<int:step>/amend/", steps.amend, name="message_amend"),
    path("<slug:number>/edit/", steps.edit, name="message_edit"),
    path("<slug:number>/erase/", steps.erase, name="message_erase"),
    path("<slug:number>/papers/add/", steps.add_paper, name="message_paper_add"),
    path("<slug:number>/papers/<uuid:key>/", steps.read_paper, name="message_paper"),
]
