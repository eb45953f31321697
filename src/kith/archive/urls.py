"""Addresses of one's own data, below /at/<co-op>/."""

from django.urls import path

from kith.archive import views

app_name = "archive"
urlpatterns = [
    path("my-data/", views.show_mine, name="mine"),
    path("my-data/my-data.json", views.download_mine, name="mine-file"),
]
