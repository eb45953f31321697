"""Meetings of members: the meeting and its agenda, who is there, and what is written afterwards."""

from kith.meetings.models.after import Minutes, MinutesVersion, Task
from kith.meetings.models.meeting import Amendment, Happening, Item, Meeting, Paper
from kith.meetings.models.people import Direction, Presence, Proxy, Turn

__all__ = [
    "Amendment",
    "Direction",
    "Happening",
    "Item",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "Paper",
    "Presence",
    "Proxy",
    "Task",
    "Turn",
]
