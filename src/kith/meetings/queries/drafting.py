"""Minutes drafted from what happened: who was there by class and how, each point, each vote, each ending."""

from django.db.models import Q

from kith.design.wording import clock as clock_words
from kith.design.wording import day_long
from kith.meetings.models import Happening, Meeting, Presence, Proxy, Task
from kith.meetings.queries.presence import PEOPLE, proxies_in
from kith.membership.queries import class_titles
from kith.membership.rules import day_words


def draft_of(meeting: Meeting) -> str:
    """The draft as plain text, a line for each thing."""
    return "\n\n".join(
        filter(
            None,
            [_head(meeting), _there(meeting), _carried(meeting), _what(meeting), _tasks(meeting)],
        )
    )


def _head(meeting: Meeting) -> str:
    chair = f"In the chair at the end: {meeting.chair.name}." if meeting.chair else ""
    lines = [
        f"{meeting.get_kind_display()} of {meeting.coop.name}: {meeting.title}",
        f"{day_long(meeting.local)}, {meeting.where}",
        chair,
    ]
    return "\n".join(filter(None, lines))


def _there(meeting: Meeting) -> str:
    """Everybody who came, by class, with how they were there first."""
    came: dict[str, list[str]] = {}
    seen = set()
    rows = meeting.presences.filter(here=True).select_related(*PEOPLE).order_by("at", "number")
    for one in rows:
        if one.member_id in seen:
            continue
        seen.add(one.member_id)
        speaks = f" by {one.member.voter.name}" if one.member.organisation_id else ""
        way = "" if one.way == Presence.ROOM else f" ({one.get_way_display()})"
        came.setdefault(one.member.member_class, []).append(f"{one.member.name}{speaks}{way}")
    titles = class_titles(meeting.coop)
    lines = [
        f"{titles.get(key, key)} ({len(names)}): {', '.join(sorted(names))}"
        for key, names in sorted(came.items())
    ]
    return "\n".join(["Who was there", *lines]) if lines else ""


def _carried(meeting: Meeting) -> str:
    counted = Q(state=Proxy.ACCEPTED) | Q(state=Proxy.REVOKED, answered_at__isnull=False)
    lines = [
        f"{one.holder.name} for {one.member.name}"
        + ("" if one.state == Proxy.ACCEPTED else " (ended)")
        for one in proxies_in(meeting).filter(counted)
    ]
    return "\n".join(["Proxies", *lines]) if lines else ""


def _what(meeting: Meeting) -> str:
    zone, lines = meeting.coop.zone, ["What happened"]
    for one in meeting.happenings.order_by("number"):
        if one.kind == Happening.ITEM:
            lines.append(f"\n{one.words}")
            continue
        local = one.at.astimezone(zone).replace(tzinfo=None)
        when = day_words(local.date()) if one.kind == Happening.CALLED else clock_words(local)
        lines.append(f"{when}. {one.words}")
    return "\n".join(lines)


def _tasks(meeting: Meeting) -> str:
    found = Task.objects.select_related("who").filter(meeting=meeting).order_by("by_day", "id")
    lines = [f"{one.who.name}, by {day_words(one.by_day)}: {one.what}" for one in found]
    return "\n".join(["Who does what", *lines]) if lines else ""
