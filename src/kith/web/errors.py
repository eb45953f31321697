"""Pages for when something went wrong: what happened, what was kept, what to do next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.foundation.errors import DomainError


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of an error page."""

    status: int
    title: str
    happened: str
    next: str


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the form was not as it should be, or a rule said no."""
    rule = exception.__cause__
    return _page(
        request,
        Trouble(
            400,
            "That did not work",
            rule.message
            if isinstance(rule, DomainError)
            else "What your browser sent could not be read.",
            "Go back and try once more. Nothing was changed.",
        ),
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the page is there, and somebody else's to open."""
    return _page(
        request,
        Trouble(
            403,
            "This page is not yours to open",
            str(exception) or "You need another hat for this.",
            "Ask your team or your co-op's secretary if you think you should see it.",
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is nothing here, or nothing for you."""
    return _page(
        request,
        Trouble(
            404,
            "We cannot find that page",
            "The address may be mistyped or old, or it belongs to a co-op you are not part of.",
            "Check the address, or begin again at Today.",
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(
        request,
        Trouble(
            500,
            "Something went wrong on our side",
            "Kith met a fault. What was saved before is safe; what you were just saving was not.",
            "Go back: your browser may still have what you typed. "
            "If it happens again, tell whoever looks after Kith for you.",
        ),
    )


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not carry the token that shows it came from this site."""
    return _page(
        request,
        Trouble(
            403,
            "Please send that once more",
            "The page was open too long, or cookies are switched off, so we could not be sure it was you. "
            "Nothing was changed.",
            "Go back, load the page again, and send it once more.",
        ),
    )


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return render(request, "web/trouble.jinja", {"trouble": trouble}, status=trouble.status)
