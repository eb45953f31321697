"""Addresses inside a co-op: Today and the record."""

from django.urls import path

from kith.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("record/", views.show_record, name="record"),
]
