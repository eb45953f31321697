"""Finds, for every address inside a co-op, the co-op and who is asking. Anybody else's co-op does not exist."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from kith.people.queries import actor_wearing, hats_for, person_of_account


class WhoIsAsking:
    """Sets `coop`, `person`, `hats`, `actor` and the co-op's time zone, when the address names a co-op."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self,
        request: Any,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Take `coop` out of the address; send visitors to sign in, answer 404 to everybody else's members."""
        access = getattr(view, "access", None)
        if "coop" not in kwargs or (access is not None and access.why_open):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        person = person_of_account(request.user, kwargs.pop("coop"))
        if person is None:
            raise Http404("There is no such co-op for you.")
        request.coop, request.person = person.coop, person
        request.hats = hats_for(person)
        request.actor = actor_wearing(person, request.hats)
        timezone.activate(person.coop.zone)
        return None
