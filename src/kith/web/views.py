"""The front door."""

from django.http import HttpRequest, HttpResponse

from kith.foundation.access import open_to_all


@open_to_all("the front door says what this is and where to sign in")
def home(request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("Kith")
