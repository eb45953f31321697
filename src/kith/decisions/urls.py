"""Addresses of the decisions room, below /at/<co-op>/."""

from django.urls import path

from kith.decisions import changing_views, effect_views, reading_views, views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.list_proposals, name="decisions"),
    path("decisions/propose/", changing_views.propose, name="propose"),
    path("decisions/ask/", changing_views.ask, name="ask"),
    path("decisions/mine/", reading_views.my_part, name="mine"),
    path("decisions/effects/", effect_views.list_effects, name="effects"),
    path("decisions/appoint/", effect_views.appoint, name="appoint"),
    path("decisions/surplus/", effect_views.share_surplus, name="surplus"),
    path("decisions/welcome/<uuid:application>/", effect_views.welcome, name="welcome"),
    path("decisions/heard/", reading_views.who_is_heard, name="heard"),
    path("decisions/articles/<int:version>/", effect_views.put_articles, name="put-articles"),
    path("decisions/expel/<uuid:member>/", effect_views.expel, name="expel"),
    path("decisions/<int:number>/", views.show_proposal, name="proposal"),
    path("decisions/<int:number>/vote/", views.vote, name="vote"),
    path("decisions/<int:number>/say/", views.say, name="say"),
    path("decisions/<int:number>/next/", changing_views.next_round, name="next-round"),
    path("decisions/<int:number>/decide/", changing_views.decide, name="decide"),
    path("decisions/<int:number>/attach/", changing_views.attach, name="attach"),
    path("decisions/<int:number>/files/<uuid:attachment>/", reading_views.download, name="file"),
    path("decisions/<int:number>/words/", changing_views.word_anew, name="words"),
    path("decisions/<int:number>/open/", changing_views.open_votes, name="open"),
    path("decisions/<int:number>/close/", changing_views.close, name="close"),
    path("decisions/<int:number>/withdraw/", changing_views.withdraw, name="withdraw"),
    path("decisions/<int:number>/carry-out/", changing_views.carry_out, name="carry-out"),
    path("decisions/<int:number>/review/", changing_views.review, name="review"),
]
