"""Addresses of applying and looking up; no number and no code is in any of them."""

from django.urls import path

from gongkai.web.portal.applications import views

urlpatterns = [
    path("new/", views.new, name="application_new"),
    path("receipt/", views.receipt, name="application_receipt"),
    path("look-up/", views.look_up_page, name="application_look_up"),
    path("status/", views.status, name="application_status"),
    path("status/proof/", views.proof, name="application_proof"),
    path("status/leave/", views.leave_page, name="application_leave"),
]
