"""Addresses of 批量办理."""

from django.urls import path

from gongkai.web.workbench.batches import planning, views

urlpatterns = [
    path("", views.batches, name="batches"),
    path("new/", planning.new, name="batch_new"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/take-back/", views.take_back, name="batch_take_back"),
    path("<int:pk>/put-back/", views.put_back, name="batch_put_back"),
    path("<int:pk>/settle/", views.settle, name="batch_settle"),
]
