"""Every page says who may open it. The access test walks all addresses and fails on one that does not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, holds, words

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

if TYPE_CHECKING:

    class CoopRequest(HttpRequest):
        """A request inside a co-op: the people room's middleware has found the co-op and who is asking."""

        coop: Coop
        actor: Actor
        person: Any  # a people.Person: that room is a floor above
        hats: Any  # the list of people.Hat worn today
else:
    CoopRequest = HttpRequest


@dataclass(frozen=True, slots=True)
class Access:
    """What a page asks for: nothing, to be signed in, or a permission (held at any reach)."""

    permission: Permission | None = None
    signed_in: bool = False
    why_open: str = ""


class Guarded(Protocol):
    """A view that carries its access."""

    access: Access


def page(permission: Permission) -> Callable[[View], View]:
    """Open the view only to people of the co-op in the address who hold `permission` somewhere.

    The view, its queries and actions still check the very object. Without the permission the answer is 403 with
    words; for somebody outside the co-op the middleware has already answered 404.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: CoopRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not holds(request.actor, permission):
                raise PermissionDenied(f"This page is for people who may {words(permission)}.")
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as error:
                raise PermissionDenied(error.message) from error
            except DomainError as error:  # a rule that the view had no form for
                raise BadRequest(error.message) from error

        return cast("View", _mark(guarded, Access(permission=permission)))

    return guard


def signed_in(view: View) -> View:
    """Open the view to anybody who has signed in."""
    return cast("View", _mark(login_required(view), Access(signed_in=True)))


def open_to_all(why: str) -> Callable[[View], View]:
    """Open the view to the world, and say why that is right."""

    def mark(view: View) -> View:
        @wraps(view)
        def opened(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(*args, **kwargs)

        return cast("View", _mark(opened, Access(why_open=why)))

    return mark


def _mark(view: Any, access: Access) -> Any:
    view.access = access
    view.login_required = not access.why_open
    return view
