"""Addresses of proposals on the portal."""

from django.urls import path

from gongkai.web.portal.proposals import views

urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("<int:pk>/", views.proposal, name="proposal"),
]
