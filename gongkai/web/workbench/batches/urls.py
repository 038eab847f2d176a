"""Addresses of 批量办理."""

urlpatterns: list[object] = []
