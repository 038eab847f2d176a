"""Addresses of complaints about disclosure work on the portal."""

from django.urls import path

from gongkai.web.portal.accountability import views

urlpatterns = [
    path("", views.entrance, name="complaints"),
    path("new/", views.write, name="complaint_new"),
    path("receipt/", views.receipt, name="complaint_receipt"),
    path("look-up/", views.look_up_page, name="complaint_look_up"),
    path("status/", views.status, name="complaint_status"),
    path("status/withdraw/", views.withdraw, name="complaint_withdraw"),
    path("status/next/", views.went_on, name="complaint_next"),
    path("leave/", views.leave_page, name="complaint_leave"),
]
