"""Addresses of the articles room, below /at/<co-op>/."""

from django.urls import path

from kith.articles import views

app_name = "articles"
urlpatterns = [path("articles/", views.show_articles, name="articles")]
