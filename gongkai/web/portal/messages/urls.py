"""Addresses of messages on the portal."""

from django.urls import path

from gongkai.web.portal.messages import views, writing

urlpatterns = [
    path("", views.entrance, name="messages"),
    path("new/", writing.write, name="message_new"),
    path("similar/", writing.similar, name="message_similar"),
    path("receipt/", views.receipt, name="message_receipt"),
    path("look-up/", views.look_up_page, name="message_look_up"),
    path("status/", views.status, name="message_status"),
    path("status/rate/", views.rate, name="message_rate"),
    path("status/reopen/", views.reopen, name="message_reopen"),
    path("status/next/", views.went_on, name="message_next"),
    path("leave/", views.leave_page, name="message_leave"),
    path("questions/", views.questions, name="questions"),
    path("questions/<int:pk>/", views.question, name="question"),
]
