"""Addresses outside any co-op: the front door, help and what a site owes its readers."""

from django.urls import path

from kith.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.show_help, name="help"),
    path("accessibility/", views.show_accessibility, name="accessibility"),
    path("licence/", views.show_licence, name="licence"),
    path("source/", views.send_source, name="source"),
]
