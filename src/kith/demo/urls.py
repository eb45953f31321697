"""Addresses of the demo."""

from django.urls import path

from kith.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.hats, name="hats"),
    path("sign-in/", views.sign_in_as, name="sign-in-as"),
]
