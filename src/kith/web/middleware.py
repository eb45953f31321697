"""Headers that keep a page's content its own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",  # a recording is listened to before it is sent
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

FOR_EVERYBODY = {"home", "help", "accessibility", "licence"}


class SecurityHeaders:
    """Nothing is loaded from another site, framed by one, or sent to one.

    What was made for somebody who has signed in is kept by no cache, so that it is gone after signing out; and only
    the pages for everybody may be listed by a search engine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        match = request.resolver_match
        if match is None or match.view_name not in FOR_EVERYBODY:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
