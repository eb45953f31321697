"""Addresses of share offers, below /at/<co-op>/."""

from django.urls import path

from kith.membership.offers import views

app_name = "offers"
urlpatterns = [
    path("offers/", views.list_offers, name="offers"),
    path("offers/open/", views.open_offer, name="open"),
    path("offers/<uuid:offer>/", views.show_offer, name="offer"),
    path("offers/<uuid:offer>/pledge/", views.pledge, name="pledge"),
    path("offers/<uuid:offer>/end/", views.end, name="end"),
    path("offers/pledges/<uuid:pledge>/received/", views.receive, name="receive"),
    path("offers/pledges/<uuid:pledge>/back/", views.give_back, name="give-back"),
]
