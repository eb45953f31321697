"""Addresses of asking for support, below /at/<co-op>/. Those below ask/ are open to everybody."""

from django.urls import path

from kith.asking import promise_views, team_views, views

app_name = "asking"
ONE = "asking/<uuid:referral>/"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("ask/mine/<str:secret>/", views.show_status, name="status"),
    path("ask/mine/<str:secret>/withdraw/", views.withdraw, name="withdraw"),
    path("asking/", team_views.list_referrals, name="referrals"),
    path("asking/promise/", promise_views.change_promise, name="promise"),
    path("asking/promise/<slug:team>/", promise_views.change_team_promise, name="team-promise"),
    path("asking/alternatives/", promise_views.list_alternatives, name="alternatives"),
    path(
        "asking/alternatives/<uuid:alternative>/remove/",
        promise_views.end_alternative,
        name="end-alternative",
    ),
    path(ONE, team_views.show_referral, name="referral"),
    path(f"{ONE}take/", team_views.take, name="take"),
    path(f"{ONE}note/", team_views.note, name="note"),
    path(f"{ONE}talk/", team_views.talk, name="talk"),
    path(f"{ONE}wait/", team_views.wait, name="wait"),
    path(f"{ONE}decline/", team_views.decline, name="decline"),
    path(f"{ONE}pass/", team_views.pass_on, name="pass"),
    path(f"{ONE}begin/", team_views.begin, name="begin"),
    path(f"{ONE}same/", team_views.same, name="same"),
    path(f"{ONE}different/", team_views.different, name="different"),
    path(f"{ONE}take-back/", team_views.take_back, name="take-back"),
]
