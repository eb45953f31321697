"""Addresses of members' loans, below /at/<co-op>/."""

from django.urls import path

from kith.membership.loans import views

app_name = "loans"
urlpatterns = [
    path("loans/", views.show_mine, name="mine"),
    path("loans/all/", views.show_all, name="all"),
    path("loans/offer/", views.offer, name="offer"),
    path("loans/<uuid:loan>/", views.show_loan, name="loan"),
    path("loans/<uuid:loan>/agree/", views.agree, name="agree"),
    path("loans/<uuid:loan>/no/", views.turn_down, name="turn-down"),
    path("loans/<uuid:loan>/write/<slug:movement>/", views.move, name="move"),
]
