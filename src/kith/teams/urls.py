"""Addresses of the teams room, below /at/<co-op>/."""

from django.urls import path

from kith.teams import views
from kith.teams.skills import views as skills

app_name = "teams"
urlpatterns = [
    path("teams/", views.list_teams, name="teams"),
    path("teams/new/", views.new_team, name="new-team"),
    path("teams/<slug:slug>/", views.show_team, name="team"),
    path("teams/<slug:slug>/join/", views.join, name="join"),
    path("teams/<slug:slug>/members/<uuid:member_id>/leave/", views.leave, name="leave"),
    path("teams/<slug:slug>/roles/", views.roles, name="roles"),
    path("teams/<slug:slug>/roles/<uuid:role_id>/", views.hand_over, name="hand-over"),
    path("teams/<slug:slug>/coach/", views.coach, name="coach"),
    path("teams/<slug:slug>/agreement/", views.agreement, name="agreement"),
    path("teams/<slug:slug>/agreement/write/", views.write_agreement, name="write-agreement"),
    path("teams/<slug:slug>/skills/", skills.skills, name="skills"),
    path("teams/<slug:slug>/skills/<uuid:member_id>/", skills.give, name="give-skill"),
    path("teams/<slug:slug>/skills/<uuid:has_skill_id>/end/", skills.end, name="end-skill"),
]
