"""Addresses of calendars inside a co-op. The feed itself is outside: see config/urls.py."""

from django.urls import path

from kith.api import views

app_name = "api"
urlpatterns = [
    path("calendars/", views.show_calendars, name="calendars"),
    path("calendars/<uuid:address>/end/", views.end_calendar, name="end-calendar"),
]
