"""Addresses of share accounts, below /at/<co-op>/."""

from django.urls import path

from kith.membership.shares import keeping_views as keeping
from kith.membership.shares import views

app_name = "shares"
urlpatterns = [
    path("shares/", views.show_mine, name="mine"),
    path("shares/all/", keeping.show_all, name="all"),
    path("shares/interest/", keeping.interest, name="interest"),
    path("shares/stop/", keeping.stop, name="stop"),
    path("shares/go-on/", keeping.go_on, name="go-on"),
    path("shares/back/<uuid:withdrawal>/keep/", views.keep_after_all, name="keep"),
    path("shares/back/<uuid:withdrawal>/pay/", keeping.pay_back, name="pay-back"),
    path("shares/back/<uuid:withdrawal>/pass-on/", keeping.pass_on, name="pass-on"),
    path("shares/<uuid:member>/", views.show_account, name="account"),
    path("shares/<uuid:member>/take/", views.take, name="take"),
    path("shares/<uuid:member>/ask-back/", views.ask_back, name="ask-back"),
    path("shares/<uuid:member>/give-up/", views.give_up, name="give-up"),
    path("shares/<uuid:member>/nominee/", views.nominate, name="nominate"),
    path("shares/<uuid:member>/keep-interest/", views.keep_interest, name="keep-interest"),
    path("shares/<uuid:member>/received/", keeping.receive, name="receive"),
    path("shares/<uuid:member>/pay-interest/", keeping.pay_interest, name="pay-interest"),
    path("shares/<uuid:member>/entries/<int:number>/", keeping.put_right, name="put-right"),
]
