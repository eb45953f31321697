"""What every page's frame shows: navigation and hats."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """The frame of a page: `coop`, `person`, `nav` and `hats`, as far as they are known."""
    return {
        "coop": getattr(request, "coop", None),
        "person": getattr(request, "person", None),
        "nav": [],
        "hats": None,
    }
