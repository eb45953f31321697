"""Addresses of becoming a personal assistant, below /at/<co-op>/."""

from django.urls import path

from kith.becoming import team_views as team
from kith.becoming import views

app_name = "becoming"
urlpatterns = [
    path("become/", views.show_role, name="role"),
    path("become/check/", views.self_check, name="self-check"),
    path("become/ways/", views.show_ways, name="ways"),
    path("become/kit/", views.show_kit, name="kit"),
    path("become/begin/", views.begin, name="begin"),
    path("become/mine/<str:secret>/", views.show_mine, name="mine"),
    path("become/mine/<str:secret>/send/", views.send, name="send"),
    path("become/mine/<str:secret>/take-back/", views.take_back, name="take-back"),
    path("become/mine/<str:secret>/<slug:step>/", views.write_step, name="step"),
    path("newcomers/", team.list_newcomers, name="newcomers"),
    path("newcomers/<uuid:newcomer>/", team.show_newcomer, name="newcomer"),
    path("newcomers/<uuid:newcomer>/checks/", team.add_check, name="add-check"),
    path("newcomers/<uuid:newcomer>/welcome/", team.welcome, name="welcome"),
    path("newcomers/<uuid:newcomer>/not-now/", team.decline, name="decline"),
    path("newcomers/<uuid:newcomer>/shadow/", team.plan_shadow, name="plan-shadow"),
    path("newcomers/<uuid:newcomer>/join/", team.join_team, name="join-team"),
    path("newcomers/evidence/<uuid:check>/", team.hand_out, name="evidence"),
    path("shadow/<uuid:shadow>/", team.show_shadow, name="shadow"),
    path("shadow/<uuid:shadow>/answer/", team.answer_shadow, name="answer-shadow"),
    path("my-way-in/", team.my_way, name="my-way"),
    path("thanks/", team.my_thanks, name="thanks"),
    path("thanks/<uuid:worker>/", team.give_thanks, name="give-thanks"),
    path("thanks/<uuid:thanks>/share/", team.share_thanks, name="share-thanks"),
]
