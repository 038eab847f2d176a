"""Addresses of applying and looking up; no number and no code is in any of those that name an application by itself."""

from django.urls import path

from gongkai.web.portal.applications import filling, finding, receipts, views

urlpatterns = [
    path("new/", filling.new, name="application_new"),
    path("find/", finding.find, name="application_find"),
    path("resume/", filling.resume, name="application_resume"),
    path("receipt/", receipts.receipt, name="application_receipt"),
    path("receipt/pdf/", receipts.receipt_pdf, name="application_receipt_pdf"),
    path("look-up/", views.look_up_page, name="application_look_up"),
    path("status/", views.status, name="application_status"),
    path("status/proof/", views.proof, name="application_proof"),
    path("status/files/<uuid:key>/", views.fetch, name="application_file"),
    path("status/letters/<int:key>/", views.letter, name="application_letter"),
    path("status/hand-in/<slug:kind>/", views.hand_in, name="application_hand_in"),
    path("status/feedback/", views.judge, name="application_feedback"),
    path("status/other/<slug:number>/", views.other, name="application_other"),
    path("status/leave/", views.leave_page, name="application_leave"),
]
