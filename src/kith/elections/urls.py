"""Addresses of the elections room."""

from django.urls import path

from kith.elections import running_views, views, voting_views

app_name = "elections"
ONE = "elections/<int:number>/"
CONTEST = f"{ONE}<slug:contest>/"
urlpatterns = [
    path("elections/", views.list_elections, name="elections"),
    path("elections/board/", running_views.call_board, name="call-board"),
    path("elections/choice/", running_views.call_choice, name="call-choice"),
    path("elections/be-witness/", running_views.be_witness, name="be-witness"),
    path(ONE, views.show_election, name="election"),
    path(f"{ONE}open/", running_views.open_votes, name="open"),
    path(f"{ONE}paper/", running_views.give_paper, name="give-paper"),
    path(f"{ONE}close/", running_views.close, name="close"),
    path(f"{ONE}declare/", running_views.declare, name="declare"),
    path(f"{ONE}cancel/", running_views.cancel, name="cancel"),
    path(f"{ONE}witness/", running_views.take_witness, name="witness"),
    path(f"{ONE}roll/", views.show_roll, name="roll"),
    path(f"{ONE}election.zip", views.download, name="download"),
    path(f"{ONE}root.json", views.download_root, name="root"),
    path(f"{ONE}candidate/<uuid:candidate>/stand/", running_views.stand, name="stand"),
    path(f"{ONE}candidate/<uuid:candidate>/withdraw/", running_views.withdraw, name="withdraw"),
    path(f"{CONTEST}put-up/", running_views.put_up, name="put-up"),
    path(f"{CONTEST}ballot/", voting_views.show_ballot, name="ballot"),
    path(f"{CONTEST}token/", voting_views.sign_token, name="token"),
    path(f"{CONTEST}cast/", voting_views.cast, name="cast"),
    path(f"{CONTEST}ask-for-paper/", voting_views.ask_for_paper, name="ask-for-paper"),
    path(f"{CONTEST}paper/", voting_views.show_paper, name="paper"),
    path(f"{CONTEST}papers/", running_views.read_papers, name="papers"),
    path(f"{CONTEST}result/", views.show_result, name="result"),
    path(f"{CONTEST}board/", views.show_board, name="board"),
]
