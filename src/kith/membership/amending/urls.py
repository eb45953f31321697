"""Addresses of amending, below /at/<co-op>/articles/change/."""

from django.urls import path

from kith.membership.amending import views

app_name = "amending"
urlpatterns = [
    path("articles/change/", views.choose, name="choose"),
    path("articles/change/<slug:part>/", views.answer, name="answer"),
]
