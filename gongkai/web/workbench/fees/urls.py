"""Addresses of 信息处理费."""

from django.urls import path

from gongkai.web.workbench.fees import annual, views

urlpatterns = [
    path("", views.fees, name="processing_fees"),
    path("how-to-pay/", views.setting, name="fee_setting"),
    path("annual/", annual.annual, name="fee_annual"),
    path("annual.csv", annual.annual_csv, name="fee_annual_csv"),
    path("<slug:number>/", views.fee, name="processing_fee"),
    path("<slug:number>/draw/", views.draw, name="fee_draw"),
    path("<slug:number>/cancel/", views.cancel, name="fee_cancel"),
    path("<slug:number>/waiver/", views.ask_waiver, name="fee_waiver"),
    path("<slug:number>/waiver/decide/", views.decide_waiver, name="fee_waiver_decide"),
]
