from django.http import HttpResponse

from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission


@page(Permission.MEETING_VIEW)
def list_meetings(request: CoopRequest) -> HttpResponse:
    return HttpResponse()


@page(Permission.MEETING_VIEW)
def show_meeting(request: CoopRequest, meeting: int) -> HttpResponse:
    return HttpResponse()
