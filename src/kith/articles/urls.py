"""Addresses of the articles room, below /at/<co-op>/."""

from django.urls import path

from kith.articles import proposing_views, views

app_name = "articles"
urlpatterns = [
    path("articles/", views.show_articles, name="articles"),
    path("articles/principles/", views.show_principles, name="principles"),
    path("articles/propose/", proposing_views.propose, name="propose"),
    path("articles/versions/", views.list_versions, name="versions"),
    path("articles/versions/<int:number>/", views.show_version, name="version"),
    path("articles/versions/<int:number>/text", views.download_version, name="text"),
    path("articles/versions/<int:number>/withdraw/", proposing_views.withdraw, name="withdraw"),
]
