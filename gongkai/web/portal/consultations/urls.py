"""Addresses of consultations on the portal."""

from django.urls import path

from gongkai.web.portal.consultations import feeds, taking_part, views

urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("feed.atom", feeds.feed, name="consultations_feed"),
    path("<slug:number>/", views.consultation, name="consultation"),
    path("<slug:number>/opinion/", taking_part.opinion, name="opinion"),
    path("<slug:number>/survey/", taking_part.survey, name="survey"),
    path("<slug:number>/thanks/", taking_part.thanks, name="consultation_thanks"),
    path("<slug:number>/files/<uuid:key>/", views.file, name="consultation_file"),
]
