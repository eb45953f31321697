"""Addresses of the meetings room, below /at/<co-op>/."""

from django.urls import path

from kith.meetings.views import showing

app_name = "meetings"
urlpatterns = [
    path("meetings/", showing.list_meetings, name="meetings"),
    path("meetings/<int:meeting>/", showing.show_meeting, name="meeting"),
    path("meetings/<int:meeting>/agenda/<uuid:item>/", showing.show_meeting, name="item"),
    path("meetings/<int:meeting>/motion/", showing.show_meeting, name="motion"),
    path("meetings/plan/", showing.show_meeting, name="plan"),
]
