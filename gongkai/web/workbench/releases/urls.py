"""Addresses of releases, accounts and platform events."""

from django.urls import path

from gongkai.web.workbench.releases import accounts, views

urlpatterns = [
    path("", views.releases, name="releases"),
    path("new/", views.new, name="new_release"),
    path("import/", views.from_file, name="import_releases"),
    path("accounts/", accounts.accounts, name="official_accounts"),
    path("accounts/new/", accounts.new_account, name="new_official_account"),
    path("accounts/<int:pk>/", accounts.edit_account, name="edit_official_account"),
    path("accounts/<int:pk>/close/", accounts.close_account, name="close_official_account"),
    path("platform-events/", accounts.events, name="platform_events"),
    path("platform-events/new/", accounts.new_event, name="new_platform_event"),
    path("platform-events/<int:pk>/void/", accounts.void_event, name="void_platform_event"),
    path("platform-events/<int:pk>/evidence/", accounts.event_evidence, name="platform_event_evidence"),
    path("<int:pk>/", views.release, name="release"),
    path("<int:pk>/void/", views.void, name="void_release"),
    path("<int:pk>/evidence/", views.evidence, name="release_evidence"),
]
