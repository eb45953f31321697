"""Addresses of members' loans, below /at/<co-op>/."""

from django.urls import path

from kith.membership.loans import keeping_views as keeping
from kith.membership.loans import views

app_name = "loans"
urlpatterns = [
    path("loans/", views.show_mine, name="mine"),
    path("loans/all/", keeping.show_all, name="all"),
    path("loans/offer/", keeping.offer, name="offer"),
    path("loans/<uuid:loan>/", views.show_loan, name="loan"),
    path("loans/<uuid:loan>/agree/", views.agree, name="agree"),
    path("loans/<uuid:loan>/paper/", views.agree_on_paper, name="agree-on-paper"),
    path("loans/<uuid:loan>/decline/", views.decline, name="decline"),
    path("loans/<uuid:loan>/received/", keeping.receive, name="receive"),
    path("loans/<uuid:loan>/repaid/", keeping.repay, name="repay"),
    path("loans/<uuid:loan>/interest/", keeping.interest, name="interest"),
    path("loans/<uuid:loan>/pay-interest/", keeping.pay_interest, name="pay-interest"),
    path("loans/<uuid:loan>/entries/<int:number>/", keeping.put_right, name="put-right"),
]
